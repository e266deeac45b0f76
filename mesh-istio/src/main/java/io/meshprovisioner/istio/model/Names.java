package io.meshprovisioner.istio.model;

/** Spelling of field names. */
final class Names {
    private Names() {}

    /** The protocol buffer's name of a field: {@code perTryTimeout} is {@code per_try_timeout}. */
    static String original(String field) {
        int upper = 0;
        for (int i = 0; i < field.length(); i++) {
            if (Character.isUpperCase(field.charAt(i))) {
                upper++;
            }
        }
        if (upper == 0) {
            return field;
        }
        StringBuilder original = new StringBuilder(field.length() + upper);
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (Character.isUpperCase(c)) {
                original.append('_').append(Character.toLowerCase(c));
            } else {
                original.append(c);
            }
        }
        return original.toString();
    }
}
