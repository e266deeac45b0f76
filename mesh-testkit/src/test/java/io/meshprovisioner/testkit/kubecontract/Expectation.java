package io.meshprovisioner.testkit.kubecontract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What of an answer counts. An object's fields are expected, others are allowed; a list is expected whole, in its order;
 * null expects absence; {@code "*"} anything that is there; {@code "~..."} a text that the expression matches whole;
 * {@code "has ..."} (in place of a list) that the list contains an element with these fields.
 */
final class Expectation {
    private Expectation() {}

    /** Adds to {@code wrong} where the answer differs. */
    static void compare(JsonNode expected, JsonNode actual, String path, List<String> wrong) {
        if (expected.isNull()) {
            if (!actual.isMissingNode() && !actual.isNull()) {
                wrong.add(path + " should be absent and is " + actual);
            }
        } else if (actual.isMissingNode() || (actual.isNull() && !expected.isNull())) {
            wrong.add(path + " should be " + expected + " and is absent");
        } else if (expected.isObject() && expected.size() == 1 && expected.has("has")) {
            contains(expected.get("has"), actual, path, wrong);
        } else if (expected.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> all = expected.fields(); all.hasNext(); ) {
                Map.Entry<String, JsonNode> field = all.next();
                compare(field.getValue(), actual.path(field.getKey()), path + "/" + field.getKey(), wrong);
            }
        } else if (expected.isArray()) {
            if (!actual.isArray() || actual.size() != expected.size()) {
                wrong.add(path + " should have " + expected.size() + " elements and is " + actual);
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(expected.get(i), actual.get(i), path + "/" + i, wrong);
            }
        } else {
            value(expected, actual, path, wrong);
        }
    }

    private static void contains(JsonNode elements, JsonNode actual, String path, List<String> wrong) {
        for (JsonNode element : elements) {
            boolean found = false;
            for (JsonNode one : actual) {
                List<String> differences = new java.util.ArrayList<>();
                compare(element, one, "", differences);
                found |= differences.isEmpty();
            }
            if (!found) {
                wrong.add(path + " should contain " + element + " and is " + actual);
            }
        }
    }

    private static void value(JsonNode expected, JsonNode actual, String path, List<String> wrong) {
        String text = expected.asText();
        boolean fits;
        if (text.equals("*")) {
            fits = true;
        } else if (text.startsWith("~")) {
            fits = actual.isValueNode()
                    && java.util.regex.Pattern.compile(text.substring(1), java.util.regex.Pattern.DOTALL)
                            .matcher(actual.asText())
                            .matches();
        } else {
            fits = expected.isNumber()
                    ? actual.isNumber() && expected.asDouble() == actual.asDouble()
                    : expected.equals(actual);
        }
        if (!fits) {
            wrong.add(path + " should be " + expected + " and is " + actual);
        }
    }
}
