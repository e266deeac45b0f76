package io.meshprovisioner.istio.validation.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rule of ours stands for which expression in a CRD, by the beginning of the expression's SHA-256. */
final class CelFingerprints {
    private static final Map<String, CelRule> BY_FINGERPRINT = new HashMap<>();

    static {
        stands(CelRule.DURATION, "b285c881");
        stands(CelRule.NAMESPACE_EMPTY, "d6caec74");
        stands(CelRule.PORT_RANGE, "3bf4e859");
        stands(CelRule.PORT_KEYS, "ae781996");
        stands(CelRule.PORT_NAMES, "c2aa73ba", "a03cc009");
        stands(CelRule.PORT_NUMBERS_UNIQUE, "e33b2a39");
        stands(CelRule.KEYS_WITHOUT_STAR, "26758da2", "6918a7ab");
        stands(CelRule.KEYS_NOT_EMPTY, "8a1f9f4d");
        stands(CelRule.WITHOUT_STAR, "6d84550d", "ff502b73");
        stands(CelRule.ONE_TARGET, "89646882", "9c8b2fa1", "e6a50596");
        stands(CelRule.ONE_WORKLOAD_TARGET, "e1938d85", "f8fbd77b");
        stands(CelRule.SELECTOR_OR_ENDPOINTS, "95dbd45e", "0c3af608");
        stands(CelRule.ONE_KEY_SOURCE, "4cb7bfad", "024523bb");
        stands(CelRule.CREDENTIAL_NAME_OR_NAMES, "ed1c6e37");
        stands(CelRule.CREDENTIAL_NAMES_OR_CERTIFICATES, "e873d174");
        stands(CelRule.CERTIFICATES_OR_CREDENTIAL_NAMES, "e533e1c0");
        stands(CelRule.WASM_OR_LUA, "e29690d9");
        stands(CelRule.TARGET_KIND_1_23, "0d18e0f5");
        stands(CelRule.TARGET_KIND_1_24, "dc46d238");
        stands(CelRule.ADDRESS_OR_NETWORK, "3ff6915a");
        stands(CelRule.UNIX_WITHOUT_PORTS, "24c2cd4f", "7b6fa208");
        stands(CelRule.UNIX_ABSOLUTE, "9e3044fa", "ef79c5c9");
        stands(CelRule.UNIX_NO_FOLDER, "000638c1", "8d2a3d64");
        stands(CelRule.PORTS_NEED_SELECTOR, "422fc8b9", "95e3836a");
        stands(CelRule.WEB_URL, "cc426255", "7f40f7df");
        stands(CelRule.MODULE_URL, "fb715cf0", "895e58fc", "97f9f966");
        stands(CelRule.HOST_VARIABLE_WITHOUT_VALUE, "1b0040b1", "bbb8c5c5");
        stands(CelRule.WAYPOINT_MATCH, "bf8edd11");
        stands(CelRule.BLOCKS_UNRESOLVED, "ae7cd287", "205bb752");
        stands(CelRule.NONE_WITHOUT_ENDPOINTS, "979d36ca", "e0c3091d");
        stands(CelRule.ROUND_ROBIN_ONE_ENDPOINT, "f8aacd3a");
        stands(CelRule.ROUND_ROBIN_EXACTLY_ONE, "2d988c53");
        stands(CelRule.NOT_STAR, "7451de17", "acc83d40");
        stands(CelRule.PROBE_SCHEME, "40a7e406", "e7a90c31");
        stands(CelRule.SERVICE_ACCOUNTS_ALONE, "4723bc5e");
        stands(CelRule.UPSERT_HAS_VALUE, "d6ce7f01", "41653352");
        stands(CelRule.REMOVE_WITHOUT_VALUE, "5b3ceead", "675e0ac1");
    }

    private CelFingerprints() {}

    /** The rule, or the end of the test: an expression nobody has looked at must not pass unseen. */
    static CelRule rule(String fingerprint) {
        CelRule rule = BY_FINGERPRINT.get(fingerprint);
        if (rule == null) {
            throw new AssertionError("a CRD has a CEL rule that is not written yet: " + fingerprint);
        }
        return rule;
    }

    private static void stands(CelRule rule, String... fingerprints) {
        List.of(fingerprints).forEach(fingerprint -> BY_FINGERPRINT.put(fingerprint, rule));
    }
}
