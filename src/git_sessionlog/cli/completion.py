"""`git sessionlog completion`: what a shell needs to complete `git sessionlog <tab>`."""

import click

from ..core.errors import CLEAN
from .options import write

# Each asks the program itself, by click's protocol (click.shell_completion): COMP_WORDS holds the
# command line, COMP_CWORD the index of the word under the cursor; answers are `type,value` lines.
_BASH = """\
# bash completion of `git sessionlog` (through git's own completion) and `git-sessionlog`:
#   eval "$(git sessionlog completion bash)"
_git_sessionlog() {
    # git's completion has set words and cword; __git_cmd_idx is where "sessionlog" stands
    local first=${__git_cmd_idx:-1}
    __git_sessionlog_reply "$((cword - first))" "${words[@]:first+1}"
}
_git_sessionlog_alone() {
    __git_sessionlog_reply "$COMP_CWORD" "${COMP_WORDS[@]:1}"
}
__git_sessionlog_reply() {
    local index=$1 line
    shift
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            plain,*) COMPREPLY+=("${line#plain,}") ;;
            dir,*) compopt -o dirnames 2>/dev/null ;;
            file,*) compopt -o default 2>/dev/null ;;
        esac
    done < <(COMP_WORDS="git-sessionlog $*" COMP_CWORD=$index \\
        _GIT_SESSIONLOG_COMPLETE=bash_complete git-sessionlog 2>/dev/null)
}
complete -o nosort -F _git_sessionlog_alone git-sessionlog
"""
_ZSH = """\
#compdef git-sessionlog
# zsh completion of `git sessionlog` (through zsh's own _git) and `git-sessionlog`:
#   eval "$(git sessionlog completion zsh)", after compinit
_git-sessionlog() {
    local -a answers plain described
    local type key help
    answers=("${(@f)$(COMP_WORDS="git-sessionlog ${words[2,-1]}" COMP_CWORD=$((CURRENT - 1)) \\
        _GIT_SESSIONLOG_COMPLETE=zsh_complete git-sessionlog 2>/dev/null)}")
    for type key help in "${answers[@]}"; do
        case $type in
            plain) if [[ $help == _ ]]; then plain+=("$key"); else described+=("$key:$help"); fi ;;
            dir) _path_files -/ ;;
            file) _path_files -f ;;
        esac
    done
    [[ -n $described ]] && _describe -V unsorted described -U
    [[ -n $plain ]] && compadd -U -V unsorted -a plain
}
compdef _git-sessionlog git-sessionlog
zstyle ':completion:*:*:git:*' user-commands sessionlog:'keep sessions resumable'
"""
_FISH = """\
# fish completion of `git sessionlog` and `git-sessionlog`:
#   git sessionlog completion fish | source
function __git_sessionlog_answers
    set -l words (commandline -cop) (commandline -ct)
    while test (count $words) -gt 0; and not string match -q '*sessionlog' -- $words[1]
        set -e words[1]
    end
    set -e words[1]
    set -l answers (env _GIT_SESSIONLOG_COMPLETE=fish_complete COMP_CWORD=(commandline -ct) \\
        COMP_WORDS="git-sessionlog $words" git-sessionlog 2>/dev/null)
    for answer in $answers
        set -l parts (string split -m 1 , -- $answer)
        switch $parts[1]
            case plain
                echo $parts[2]
            case dir file
                __fish_complete_path (commandline -ct)
        end
    end
end
function __git_sessionlog_is_asked
    string match -qr '(^| )sessionlog( |$)' -- (commandline -cp)
end
complete -c git-sessionlog -f -a '(__git_sessionlog_answers)'
complete -c git -n __git_sessionlog_is_asked -f -a '(__git_sessionlog_answers)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
"""Shell name → its script."""


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
def command(shell: str) -> int:
    """Print what SHELL needs to complete `git sessionlog <tab>`; the first lines say where it goes."""
    write(SCRIPTS[shell].splitlines())
    return CLEAN
