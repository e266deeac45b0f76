#!/usr/bin/env bash
# Makes a folder as KUBEBUILDER_ASSETS names one: a Kubernetes control plane built from its Go module, etcd, and KWOK,
# which plays nodes.
set -euo pipefail
usage="usage: build.sh 1.34|1.21 FOLDER"
minor=${1:?$usage}
target=$(mkdir -p "${2:?$usage}" && cd "$2" && pwd)
cd "$(dirname "$0")/kubernetes-$minor"
version=$(awk '$1 == "k8s.io/kubernetes" {print $2}' go.mod)

if [ ! -x "$target/etcd" ]; then
  if command -v etcd >/dev/null 2>&1; then
    cp "$(command -v etcd)" "$target/etcd"
  else
    package=$(mktemp -d)
    (cd "$package" && apt-get download -qq etcd-server && dpkg-deb -x etcd-server*.deb .)
    cp "$package/usr/bin/etcd" "$target/etcd"
    rm -r "$package"
  fi
fi

if [ ! -x "$target/kwok" ]; then
  GOBIN="$target" CGO_ENABLED=0 go install -trimpath -ldflags "-s -w" sigs.k8s.io/kwok/cmd/kwok@v0.7.0
fi

# Where a module lies; unlike with go list, it is there afterwards.
folder() {
  go mod download -json "$1" | sed -n 's/.*"Dir": "\(.*\)",/\1/p'
}

# The module of 1.21 comes without its generated OpenAPI definitions: a copy of it gets them.
generate() {
  local work=$1 module input
  cp go.mod go.sum main.go "$work"
  cd "$work"
  cp -r "$(folder k8s.io/kubernetes)" kubernetes
  chmod -R u+w kubernetes
  rm -rf kubernetes/vendor
  go mod edit -replace k8s.io/kubernetes=./kubernetes
  GOBIN="$work" go install "k8s.io/kube-openapi/cmd/openapi-gen@$(
    go list -m -f '{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}' k8s.io/kube-openapi)"
  for module in api apimachinery apiextensions-apiserver kube-aggregator; do
    input=$(folder "k8s.io/$module")
    grep -rl --include='*.go' '^// +k8s:openapi-gen=' "$input" | xargs -n1 dirname | sort -u | sed "s#^$input#k8s.io/$module#"
  done >packages
  : >header
  ./openapi-gen -h header -i "$(paste -sd, packages)" -p k8s.io/kubernetes/pkg/generated/openapi \
    -O zz_generated.openapi -o generated -r /dev/null
  cp generated/k8s.io/kubernetes/pkg/generated/openapi/*.go kubernetes/pkg/generated/openapi/
}

if [ ! -x "$target/kube-controller-manager" ]; then
  flags="-s -w"
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags="$flags -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor#*.}"
  done
  if [ "$minor" = 1.21 ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    generate "$work"
  fi
  CGO_ENABLED=0 GOFLAGS=-mod=mod go build -trimpath -ldflags "$flags" -o "$target/kube-apiserver" .
  ln -sf kube-apiserver "$target/kube-scheduler"
  ln -sf kube-apiserver "$target/kube-controller-manager"
fi
