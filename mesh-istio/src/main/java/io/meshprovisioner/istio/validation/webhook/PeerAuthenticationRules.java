package io.meshprovisioner.istio.validation.webhook;

import io.meshprovisioner.istio.validation.input.Node;

/** The rules of PeerAuthentication. */
final class PeerAuthenticationRules implements KindRules {
    @Override
    public void check(Context context) {
        Node spec = context.spec();
        Node ports = spec.get("portLevelMtls");
        if (!spec.get("selector").hasAny("matchLabels") && ports.size() > 0) {
            context.error(
                    ports,
                    "peerauthentication.ports-without-selector",
                    "ports can be set for selected workloads only",
                    "Add selector.matchLabels");
        }
        if (ports.present() && ports.size() == 0) {
            context.error(
                    ports, "peerauthentication.ports-empty", "portLevelMtls is empty", "Add a port, or leave it out");
        }
        for (Node port : ports.entries()) {
            if (!isPort(port.name())) {
                context.error(
                        port,
                        "port.range",
                        "the port " + port.name() + " is not in the range 1 to 65535",
                        "Use the port of the workload, not of the service");
            }
        }
        Selectors.checkMatchLabels(context, spec.get("selector"));
    }

    /** A key that is no number is left to the decode layer. */
    private static boolean isPort(String key) {
        try {
            long port = Long.parseLong(key);
            return port >= 1 && port <= 65535;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
