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

git init -q --bare "$dir/team.git"
git clone -q "$dir/team.git" "$dir/project" 2>/dev/null
cd "$dir/project"
echo 'print("hello")' >app.py
git add app.py
git commit -q -m 'Initial import'

say "One command installs the gates."
show 'git sessionlog init'
git add -A
git commit -q -m 'docs: adopt git-sessionlog'
git push -q origin main

say "A commit whose message does not keep the format is refused, with the corrected line."
echo 'print("login")' >>app.py
show "git commit -a -m 'feature(api): add login [Fix 2.3]'"

say "The corrected line passes, and gets its checkpoint."
show "git commit -q -a -m 'feat(api): add login [Fix 2.3]'"
show 'git log -1 --format=%B'

say "Work that STATUS.md does not describe cannot be pushed."
show 'git push'

say "Describe it, with the command that was printed, and the push passes."
show "echo '* Login is there [Fix 2.3]; next is logout.' >>STATUS.md"
show "git commit -q -m 'docs: update STATUS.md' -- STATUS.md"
show 'git push -q && git sessionlog check'

say "What goes past the hooks CI judges by the same rules, in one step, whatever the CI."
git checkout -q -b search
echo 'print("search")' >>app.py
git commit -q -a --no-verify -m 'Add search'
show 'git sessionlog ci --base origin/main'

git checkout -q main

say "A session has a goal, and begins with a record of its own."
show 'git sessionlog start "Add the logout to app.py" --fix "2.4:logout:app.py"'
echo 'print("logout")' >>app.py
git commit -q -a -m 'feat(api): add logout [Fix 2.4]'
show 'git sessionlog checkpoint --failed "Clearing the cookie only | the token lives on"'

say "At its end the documents are written from history, committed and pushed."
show 'git sessionlog end --next "Test the logout with \`pytest tests/test_app.py\`"'

say "The laptop is lost. A fresh clone knows where the work stands, verified against git."
cd "$dir"
rm -rf "$dir/project"
git clone -q "$dir/team.git" "$dir/clone"
cd "$dir/clone"
show 'git sessionlog resume'
