package io.meshprovisioner.istio.gatewayapi;

/** How a label is compared. Source: LabelSelectorRequirement of meta.k8s.io/v1. */
public enum LabelOperator {
    /** The label has one of the values. */
    IN("In", true),
    /** The label has none of the values, or is absent. */
    NOT_IN("NotIn", true),
    /** The label is there. */
    EXISTS("Exists", false),
    /** The label is absent. */
    DOES_NOT_EXIST("DoesNotExist", false);

    private final String text;
    private final boolean values;

    LabelOperator(String text, boolean values) {
        this.text = text;
        this.values = values;
    }

    boolean takesValues() {
        return values;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
