#!/usr/bin/env bash
# Installs the tools that Cistron is measured against, from Debian's packages. Needs root.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq python3-sklearn python3-pandas python3-xgboost r-cran-glmnet r-cran-ranger
