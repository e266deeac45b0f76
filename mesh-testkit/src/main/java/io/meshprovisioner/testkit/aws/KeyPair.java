package io.meshprovisioner.testkit.aws;

/** An EC2 key pair; the public half as OpenSSH writes it. */
record KeyPair(String id, String name, String type, String fingerprint, String publicKey) {}
