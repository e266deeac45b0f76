package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What modes share in which the client checks the server. */
public abstract class VerifyingClientTls<T extends VerifyingClientTls<T>> extends ClientTlsPart<T> {
    VerifyingClientTls(ObjectNode tree) {
        super(tree);
    }

    /** The server name that is asked for; default: the host of the request or of the service. */
    public T sni(String sni) {
        return set("sni", sni);
    }

    /** What {@code sni} says. */
    public Optional<String> sni() {
        return text("sni");
    }

    /** Names of which the server's certificate must hold one; default: the host of a ServiceEntry. */
    public T subjectAltNames(String... names) {
        return set("subjectAltNames", List.of(names));
    }

    /** What {@code subjectAltNames} says. */
    public List<String> subjectAltNames() {
        return texts("subjectAltNames");
    }
}
