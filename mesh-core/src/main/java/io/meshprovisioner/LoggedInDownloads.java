package io.meshprovisioner;

import io.meshprovisioner.connect.Connections;
import io.meshprovisioner.spi.Downloads;
import io.meshprovisioner.spi.RegistryLogin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Downloads that know a login more. */
record LoggedInDownloads(Downloads source, RegistryLogin login) implements Downloads {
    @Override
    public InputStream open(URI address) throws IOException {
        return source.open(address);
    }

    @Override
    public InputStream open(URI address, Map<String, String> headers) throws IOException {
        return source.open(address, headers);
    }

    @Override
    public Downloads withConnections(Connections connections) {
        return new LoggedInDownloads(source.withConnections(connections), login);
    }

    @Override
    public Optional<RegistryLogin> login(String registry) {
        return registry.equals(login.registry()) ? Optional.of(login) : source.login(registry);
    }
}
