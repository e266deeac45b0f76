#!/usr/bin/env bash
# Makes a folder as KUBEBUILDER_ASSETS names one: a Kubernetes 1.34 control plane built from its Go module, and etcd.
set -euo pipefail
target=$(mkdir -p "${1:?usage: build.sh FOLDER}" && cd "$1" && pwd)
cd "$(dirname "$0")/kubernetes-1.34"
version=$(awk '$1 == "k8s.io/kubernetes" {print $2}' go.mod)
minor=$(echo "$version" | cut -d. -f2)

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

if [ ! -x "$target/kube-controller-manager" ]; then
  flags="-X k8s.io/component-base/version.gitVersion=$version"
  flags="$flags -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=$minor"
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w $flags" -o "$target/kube-apiserver" .
  ln -sf kube-apiserver "$target/kube-scheduler"
  ln -sf kube-apiserver "$target/kube-controller-manager"
fi
