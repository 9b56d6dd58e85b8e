#!/bin/sh
# The main job on a real repository, made for the purpose and thrown away: `make demo`.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM
export HOME="$dir" GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE 2>/dev/null || true
git config --global user.name "Ann Author"
git config --global user.email ann@example.com
git config --global init.defaultBranch main
git config --global advice.detachedHead false

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[m'); else bold='' plain=''; fi
show() {
    printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
    sh -c "$1" 2>&1 || true
}
say() { printf '\n# %s\n' "$*"; }

mkdir "$dir/project"
cd "$dir/project"
git init -q
echo 'print("hello")' >app.py
git add app.py
git commit -q -m 'Initial import'

say "One command installs the gate."
show 'git sessionlog init'
git add -A
git commit -q -m 'chore(repo): keep a session log [Fix 1]'

say "A commit whose message does not keep the format is refused, with the corrected line."
echo 'print("login")' >>app.py
show "git commit -a -m 'feature(api): add login [Fix 2.3]'"

say "The corrected line passes, and gets its checkpoint."
show "git commit -q -a -m 'feat(api): add login [Fix 2.3]'"
show 'git log -1 --format=%B'

say "The same rules judge a range, in CI."
show 'git sessionlog lint HEAD~2..HEAD'

say "What was done, session by session."
show 'git sessionlog log'
