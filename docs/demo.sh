#!/bin/sh
# A team's week on real repositories, made for the purpose and thrown away: `make demo`.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT INT TERM
export HOME="$dir" GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE CI GITHUB_ACTIONS GITLAB_CI 2>/dev/null || true
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL 2>/dev/null || true
git config --global init.defaultBranch main
git config --global advice.detachedHead false

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[m'); else bold='' plain=''; fi
show() {
    printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
    sh -c "$1" 2>&1 || true
}
say() { printf '\n# %s\n' "$*"; }
someone() { # name, directory: a clone, with the hooks
    git clone -q "file://$dir/team.git" "$dir/$2" 2>/dev/null
    cd "$dir/$2"
    git config user.name "$1"
    git config user.email "$2@example.com"
}
squash() { # branch, title: what a forge does at the press of a button, without a hook of ours
    git -C "$dir/forge" fetch -q
    git -C "$dir/forge" reset -q --hard origin/main
    git -C "$dir/forge" merge -q --squash "origin/$1" >/dev/null 2>&1
    git -C "$dir/forge" commit -q -m "$2"
    git -C "$dir/forge" push -q origin main
    git -C "$dir/forge" push -q origin --delete "$1"
}

git init -q --bare "$dir/team.git"
someone Bob bob
echo 'print("hello")' >app.py
git add app.py
git commit -q -m 'Initial import'
git push -q origin main
someone Ann ann
echo 'print("search")' >search.py
git add search.py
git commit -q -m 'Add the search'
git push -q origin main

say "Ann brings it to the team: one command. Two people work here, so it chooses records, one file a session."
show 'git sessionlog init'
git add -A
git commit -q -m 'docs: adopt git-sessionlog'
git push -q origin main 2>/dev/null
cd "$dir/bob"
git pull -q
git sessionlog install >/dev/null

say "Each works on a branch, in a session."
cd "$dir/ann"
show "git switch -q -c login && git sessionlog start 'Add the login to app.py' --fix 2.3:login"
echo 'print("login")' >>app.py

say "A message that does not keep the format is refused, with the corrected line. That passes, and gets a trailer."
show "git commit -a -m 'feature(api): add login [Fix 2.3]'"
show "git commit -q -a -m 'feat(api): add login [Fix 2.3]' && git log -1 --format=%B"

say "Nothing is pushed that nobody has described. The refusal names the command that does it, and pushes."
show 'git push -q -u origin login'
show "git sessionlog end --next 'Fix 2.4: log out after an hour in \`app.py\`'"

say "Bob does the same at the same time."
cd "$dir/bob"
git switch -q -c paging
git sessionlog start 'Add pages to search.py' --fix 3:pages >/dev/null
echo 'print("pages")' >>search.py
git commit -q -a -m 'feat(search): add pages [Fix 3]'
git sessionlog end >/dev/null

say "The forge squashes both requests and deletes their branches: no conflict, for each session is a file of its own."
git clone -q "file://$dir/team.git" "$dir/forge" 2>/dev/null
git -C "$dir/forge" config user.name Forge
git -C "$dir/forge" config user.email forge@example.com
squash login 'feat(api): add login [Fix 2.3] (#1)'
squash paging 'feat(search): add pages [Fix 3] (#2)'
git fetch -q origin main:main
show 'git log --oneline --stat -2 main'

say "After a merge, by hand or by a job of CI, STATUS.md takes the sessions up."
show 'git switch -q main && git sessionlog update --push'

say "The laptop is lost. A fresh clone knows where the work stands, checked against git."
someone Ann clone
show 'git sessionlog resume'
