package io.meshprovisioner.istio.traffic.cluster;

import io.meshprovisioner.istio.model.MutualTlsMode;
import io.meshprovisioner.istio.traffic.cluster.ClientSecurity.Mode;
import io.meshprovisioner.istio.validation.input.Node;
import java.util.List;

/** Finds the TLS that a proxy starts: what the rule says, else what can be guessed of the server (auto mTLS). */
final class SecurityReader {

    /**
     * What it depends on beside the rule.
     *
     * @param sidecar whether the caller is one
     * @param selected whether the rule is for some callers only
     * @param serverName that Istio gives to the cluster
     * @param accounts the servers' identities
     * @param listed whether the service is a ServiceEntry, whose identities hold for any TLS
     * @param automatic whether the mesh and the service's kind allow TLS that nobody asked for
     * @param expected what the server is taken to demand; DISABLE for nothing
     */
    record Circumstances(
            boolean sidecar,
            boolean selected,
            String serverName,
            List<String> accounts,
            boolean listed,
            boolean automatic,
            MutualTlsMode expected,
            Discovery discovery) {}

    private SecurityReader() {}

    static ClientSecurity read(Policy policy, Circumstances around) {
        ClientSecurity security = policy.tls().present() ? said(policy.tls(), around) : unsaid(around);
        String version = policy.proxyProtocol().text("version");
        return policy.proxyProtocol().present() ? security.proxyProtocol(version.isEmpty() ? "V1" : version) : security;
    }

    private static ClientSecurity unsaid(Circumstances around) {
        if (!around.automatic()) {
            return ClientSecurity.plaintext("no rule asks for TLS, and the mesh starts none by itself here");
        }
        if (around.expected() == MutualTlsMode.DISABLE) {
            return ClientSecurity.plaintext("no rule asks for TLS, and the server is taken not to speak it");
        }
        boolean perEndpoint = around.discovery() != Discovery.ORIGINAL_DST;
        return new ClientSecurity(
                perEndpoint ? Mode.AUTOMATIC : Mode.ISTIO_MUTUAL,
                around.serverName(),
                false,
                around.accounts(),
                false,
                true,
                "",
                "",
                "no rule says anything, so mutual TLS where the endpoint speaks it (auto mTLS)");
    }

    private static ClientSecurity said(Node tls, Circumstances around) {
        return switch (tls.text("mode")) {
            case "SIMPLE" -> own(Mode.SIMPLE, tls, around);
            case "MUTUAL" -> own(Mode.MUTUAL, tls, around);
            case "ISTIO_MUTUAL" -> mutual(tls, around);
            default -> ClientSecurity.plaintext("the rule says DISABLE");
        };
    }

    private static ClientSecurity mutual(Node tls, Circumstances around) {
        List<String> identities = tls.texts("subjectAltNames");
        boolean byRequest = around.discovery() == Discovery.DYNAMIC_FORWARD_PROXY
                && tls.text("sni").isEmpty();
        return new ClientSecurity(
                Mode.ISTIO_MUTUAL,
                !tls.text("sni").isEmpty() ? tls.text("sni") : byRequest ? "" : around.serverName(),
                byRequest,
                identities.isEmpty() ? around.accounts() : identities,
                around.discovery() == Discovery.DYNAMIC_FORWARD_PROXY,
                true,
                "",
                "",
                "the rule says ISTIO_MUTUAL");
    }

    private static ClientSecurity own(Mode mode, Node tls, Circumstances around) {
        String credential = tls.text("credentialName");
        boolean secret = !credential.isEmpty() && !credential.startsWith("configmap://");
        if (secret && around.sidecar() && !around.selected()) {
            return ClientSecurity.plaintext(
                    "the rule names a credential, which a sidecar only reads for a rule with a workloadSelector");
        }
        boolean lacksOwn = tls.text("clientCertificate").isEmpty()
                || tls.text("privateKey").isEmpty();
        if (mode == Mode.MUTUAL && credential.isEmpty() && lacksOwn) {
            return ClientSecurity.plaintext("the rule says MUTUAL and names no certificate");
        }
        boolean skips = tls.flag("insecureSkipVerify");
        String serverName = tls.text("sni");
        List<String> identities = tls.texts("subjectAltNames");
        boolean byRequest = !skips
                && (around.discovery() == Discovery.DYNAMIC_FORWARD_PROXY
                        || (serverName.isEmpty() && identities.isEmpty()));
        return new ClientSecurity(
                mode,
                serverName,
                serverName.isEmpty(),
                skips ? List.of() : identities.isEmpty() && around.listed() ? around.accounts() : identities,
                byRequest,
                !skips,
                credential.isEmpty() ? tls.text("caCertificates") : credential,
                "",
                "the rule says " + mode);
    }
}
