package io.meshprovisioner.istio.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Istiod on its node's own network, for clusters whose control plane cannot reach pods. No release's chart has a value
 * for it, so the chart's template says it: the pods come up so from the first, and an upgrade keeps it.
 */
final class HostNetwork {
    private static final String TEMPLATE = "templates/deployment.yaml";
    private static final Pattern POD_SPEC = Pattern.compile("(?m)^( +)serviceAccountName:");

    private HostNetwork() {}

    /** @throws IOException when the chart is not built as Istio's are */
    static Chart on(Chart istiod) throws IOException {
        String text = istiod.text(TEMPLATE).orElse("");
        Matcher account = POD_SPEC.matcher(text);
        if (!account.find() || text.contains("hostNetwork:")) {
            throw new IOException("The chart " + istiod + " has no " + TEMPLATE
                    + " as Istio's have: istiod cannot be put on its node's network.");
        }
        String indent = account.group(1);
        String changed = text.substring(0, account.start())
                + indent + "hostNetwork: true\n"
                + indent + "dnsPolicy: ClusterFirstWithHostNet\n"
                + text.substring(account.start());
        SortedMap<String, byte[]> files = new TreeMap<>(istiod.files());
        files.put(TEMPLATE, changed.getBytes(StandardCharsets.UTF_8));
        return new Chart(istiod.name(), istiod.version(), files);
    }
}
