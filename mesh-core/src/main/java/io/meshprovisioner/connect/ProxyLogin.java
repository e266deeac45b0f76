package io.meshprovisioner.connect;

/** A login at a proxy. Its password is never printed. */
public record ProxyLogin(String user, String password) {
    @Override
    public String toString() {
        return "ProxyLogin(" + user + ")";
    }
}
