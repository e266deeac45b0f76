package io.meshprovisioner.istio.traffic.snapshot;

import io.meshprovisioner.istio.validation.text.Hosts;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses in 240.240.0.0/16 that istiod used to give hosts of ServiceEntries: the place of a host is a hash of its
 * namespace and name (FNV-1a), and where two meet the later one goes on by a second hash.
 */
final class HashedAddresses {
    private static final long PLACES = 256 * 254;
    private static final long PRIME = 65_011;
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private HashedAddresses() {}

    static List<MeshService> given(List<MeshService> services) {
        Map<Long, String> places = new TreeMap<>();
        for (MeshService service : services) {
            if (isEligible(service) && places.size() < PLACES) {
                places.put(freePlace(hash(key(service)), places), key(service));
            }
        }
        Map<String, String> addresses = new HashMap<>();
        long shift = 0;
        for (Map.Entry<Long, String> place : places.entrySet()) {
            long number = place.getKey() + 1 + shift;
            if (number % 255 == 0) {
                number++;
                shift++;
            }
            addresses.putIfAbsent(place.getValue(), "240.240." + number / 255 + "." + number % 255);
        }
        return services.stream()
                .map(service -> isEligible(service)
                        ? service.autoAddresses(List.of(addresses.getOrDefault(key(service), "")))
                        : service)
                .toList();
    }

    private static boolean isEligible(MeshService service) {
        return !service.isKubernetes()
                && service.addresses().isEmpty()
                && !Hosts.isWildcard(service.host())
                && service.resolution() != Resolution.PASSTHROUGH;
    }

    private static String key(MeshService service) {
        return service.namespace() + "/" + service.host();
    }

    private static long freePlace(long hash, Map<Long, String> taken) {
        long place = hash % PLACES;
        long step = PRIME - hash % PRIME;
        for (long i = 1; taken.containsKey(place); i++) {
            place = (hash + i * step) % (PLACES - 1);
        }
        return place;
    }

    private static long hash(String text) {
        int hash = FNV_OFFSET;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xFF)) * FNV_PRIME;
        }
        return Integer.toUnsignedLong(hash);
    }
}
