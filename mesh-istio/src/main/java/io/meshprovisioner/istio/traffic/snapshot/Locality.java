package io.meshprovisioner.istio.traffic.snapshot;

/** Where something runs; an empty part is not known. */
public record Locality(String region, String zone, String subzone) {
    public static final Locality NONE = new Locality("", "", "");

    /** Reads {@code region/zone/subzone}. */
    public static Locality of(String text) {
        String[] parts = text.split("/", 3);
        return new Locality(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    /** {@code region/zone/subzone}, as far as known. */
    @Override
    public String toString() {
        return !subzone.isEmpty()
                ? region + "/" + zone + "/" + subzone
                : !zone.isEmpty() ? region + "/" + zone : region;
    }
}
