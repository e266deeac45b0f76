package io.meshprovisioner.istio.validation.schema;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The rules in the Common Expression Language, as a CustomResourceDefinition says them to an API server. */
final class CelExpressions {
    private static final String TARGET_SERVICE =
            "(!has(self.group) || self.group in ['', 'core']) && self.kind == 'Service'";
    private static final String TARGET_GATEWAY =
            "has(self.group) && self.group == 'gateway.networking.k8s.io' && self.kind == 'Gateway'";
    private static final String TARGET_ENTRY =
            "has(self.group) && self.group == 'networking.istio.io' && self.kind == 'ServiceEntry'";

    private CelExpressions() {}

    static String of(CelRule rule) {
        return switch (rule) {
            case DURATION -> "duration(self) >= duration('1ms')";
            case NAMESPACE_EMPTY -> "self == ''";
            case PORT_RANGE -> "self >= 1 && self <= 65535";
            case PORT_KEYS -> "self.all(port, int(port) >= 1 && int(port) <= 65535)";
            case PORT_NAMES ->
                "self.all(name, name.size() < 63 && name.matches('^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$'))";
            case PORT_NUMBERS_UNIQUE -> "self.all(one, self.exists_one(other, other.number == one.number))";
            case KEYS_WITHOUT_STAR -> "self.all(label, !label.contains('*'))";
            case KEYS_NOT_EMPTY -> "self.all(label, label != '')";
            case WITHOUT_STAR -> "!self.contains('*')";
            case ONE_TARGET -> atMostOne("selector", "targetRef", "targetRefs");
            case ONE_WORKLOAD_TARGET -> atMostOne("workloadSelector", "targetRefs");
            case SELECTOR_OR_ENDPOINTS -> atMostOne("workloadSelector", "endpoints");
            case ONE_KEY_SOURCE -> atMostOne("jwksUri", "jwks_uri", "jwks");
            case CREDENTIAL_NAME_OR_NAMES -> atMostOne("credentialName", "credentialNames");
            case CREDENTIAL_NAMES_OR_CERTIFICATES -> atMostOne("credentialNames", "tlsCertificates");
            case CERTIFICATES_OR_CREDENTIAL_NAMES -> atMostOne("tlsCertificates", "credentialNames");
            case WASM_OR_LUA -> "has(self.wasm) ? !has(self.lua) : has(self.lua)";
            case TARGET_KIND_1_23 -> "(" + TARGET_SERVICE + ") || (" + TARGET_GATEWAY + ")";
            case TARGET_KIND_1_24 -> "(" + TARGET_SERVICE + ") || (" + TARGET_GATEWAY + ") || (" + TARGET_ENTRY + ")";
            case ADDRESS_OR_NETWORK -> "has(self.address) || has(self.network)";
            case UNIX_WITHOUT_PORTS -> "!has(self.address) || !self.address.startsWith('unix://') || !has(self.ports)";
            case UNIX_ABSOLUTE ->
                "!self.startsWith('unix://') || self.startsWith('unix:///') || self.startsWith('unix://@')";
            case UNIX_NO_FOLDER -> "!self.startsWith('unix://') || !self.endsWith('/')";
            case PORTS_NEED_SELECTOR ->
                "!has(self.portLevelMtls) || (has(self.selector) && has(self.selector.matchLabels)"
                        + " && self.selector.matchLabels.size() > 0)";
            case WEB_URL -> "url(self).getScheme() in ['http', 'https']";
            case MODULE_URL ->
                "isURL(self) ? " + isModule("self") + " : isURL('http://' + self) && " + isModule("'http://' + self");
            case HOST_VARIABLE_WITHOUT_VALUE -> "!has(self.valueFrom) || self.valueFrom != 'HOST' || !has(self.value)";
            case WAYPOINT_MATCH -> "(has(self.context) && self.context == 'WAYPOINT') == has(self.waypoint)";
            case BLOCKS_UNRESOLVED ->
                "!has(self.addresses) || !has(self.resolution) || self.resolution in ['NONE', 'STATIC']"
                        + " || !self.addresses.exists(address, address.contains('/'))";
            case NONE_WITHOUT_ENDPOINTS ->
                "(has(self.resolution) && self.resolution != 'NONE') || !has(self.endpoints)";
            case ROUND_ROBIN_ONE_ENDPOINT -> roundRobin("self.endpoints.size() <= 1");
            case ROUND_ROBIN_EXACTLY_ONE -> roundRobin("self.endpoints.size() == 1");
            case NOT_STAR -> "self != '*'";
            case PROBE_SCHEME -> "self in ['', 'HTTP', 'HTTPS']";
            case SERVICE_ACCOUNTS_ALONE ->
                "!(has(self.serviceAccounts) || has(self.notServiceAccounts)) || !(has(self.principals)"
                        + " || has(self.notPrincipals) || has(self.namespaces) || has(self.notNamespaces))";
            case UPSERT_HAS_VALUE -> "!has(self.operation) || self.operation != 'UPSERT' || self.value != ''";
            case REMOVE_WITHOUT_VALUE -> "!has(self.operation) || self.operation != 'REMOVE' || !has(self.value)";
        };
    }

    private static String atMostOne(String... fields) {
        return Arrays.stream(fields)
                        .map(field -> "(has(self." + field + ") ? 1 : 0)")
                        .collect(Collectors.joining(" + "))
                + " <= 1";
    }

    private static String isModule(String url) {
        return "url(" + url + ").getScheme() in ['', 'http', 'https', 'file', 'oci']";
    }

    private static String roundRobin(String endpoints) {
        return "!has(self.resolution) || self.resolution != 'DNS_ROUND_ROBIN' || !has(self.endpoints) || " + endpoints;
    }
}
