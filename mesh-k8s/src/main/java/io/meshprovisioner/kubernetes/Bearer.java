package io.meshprovisioner.kubernetes;

import io.meshprovisioner.spi.ApiAccess;
import io.meshprovisioner.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The current bearer token: minted in this process, replaced a minute before its end or when it was refused. */
final class Bearer {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final ApiAccess.TokenSource source;
    private final Time time;
    private volatile ApiAccess.@Nullable Token current;

    Bearer(ApiAccess.TokenSource source, Time time) {
        this.source = source;
        this.time = time;
    }

    ApiAccess.Token token() {
        ApiAccess.Token token = current;
        if (token == null || time.now().plus(MARGIN).isAfter(token.expires())) {
            token = source.mint();
            current = token;
        }
        return token;
    }

    /** The server refused this one. */
    void refused(ApiAccess.Token token) {
        if (token.equals(current)) {
            current = null;
        }
    }
}
