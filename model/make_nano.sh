#!/usr/bin/env bash
# viscodex-nano from nothing: pictures are drawn, then learnt from, stage after stage (recipes/nano/*.yaml), and at the end
# it is measured. Eighteen hours on two cores. What is finished is kept: the same command goes on where a run was ended.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
here=build/nano
echo "viscodex-nano from nothing: about eighteen hours on two cores, 6 GB of disk in $here, 8 GB of memory, chromium and g++."

draw() { # KIND COUNT SEED FOLDER [more options]
  viscodex-model data synth "$1" --count "$2" --seed "$3" --out "$here/$4" "${@:5}"
}

learn() { # RECIPE: its curve is what a finished run writes last but its card
  local recipe=model/recipes/$1.yaml out work
  out=$(sed -n 's/^out: //p' "$recipe")
  work=$(sed -n 's/^work: //p' "$recipe")
  [ ! -e "$out/curve.png" ] || return 0
  if [ -e "$work/checkpoint.pt" ]; then
    viscodex-model train "$recipe" --resume
  else
    viscodex-model train "$recipe"
  fi
}

draw walls 8000 31 data/walls
draw pages 30000 51 data/train
draw pages 300 51 data/validation --split validation
learn nano/01-pages

draw pages 10000 70 first/pages
draw charts 6000 70 first/charts
draw code 8000 70 first/code
draw charts 300 71 data/validation-charts --split validation
learn nano/02-vlm
learn nano/03-coder
[ -e $here/merged ] || viscodex-model merge --vlm $here/vlm --coder $here/coder --lambda 0.7 --out $here/merged

draw pages 10000 170 more/pages
draw charts 6000 170 more/charts
draw code 8000 170 more/code
learn nano/04-skills

draw pages 9000 171 reading/pages
draw charts 8000 171 reading/charts
draw code 8000 171 reading/code
learn nano/05-windows

draw walls 14000 172 finer/walls
draw pages 12000 172 finer/pages
draw code 10000 172 finer/code
learn nano/06-finer

draw lines 22000 173 deeper/lines
draw documents 7000 173 deeper/documents
draw pages 12000 173 deeper/pages
draw code 10000 173 deeper/code
learn nano/07-deeper

draw pages 12000 174 longer/pages
draw documents 8000 174 longer/documents
draw lines 8000 174 longer/lines
draw code 6000 174 longer/code
learn nano/08-longer

draw pages 14000 175 letters/pages
draw lines 7000 175 letters/lines
draw code 5000 175 letters/code
draw documents 8000 175 letters/documents
learn nano/09-letters

draw pages 13000 176 wider/pages
draw documents 8000 176 wider/documents
draw lines 6000 176 wider/lines
draw code 6000 176 wider/code
draw figures 5000 176 wider/figures
learn nano/10-wider
learn nano/11-settled

draw pages 13000 177 shifted/pages
draw documents 8000 177 shifted/documents
draw lines 5000 177 shifted/lines
draw code 6000 177 shifted/code
learn nano/12-shifted

draw pages 400 52 data/test --split test
draw pages 400 53 data/unseen --split test --unseen
draw documents 400 54 data/documents --split test
draw figures 200 55 data/figures --split test
draw charts 300 72 data/charts --split test
draw code 300 72 data/code --split test
python benchmarks/nano.py --model $here/shifted/out --out $here/results.json
