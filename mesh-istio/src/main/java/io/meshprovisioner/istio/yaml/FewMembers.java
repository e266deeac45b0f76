package io.meshprovisioner.istio.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a frozen object that has few: names and values in turns in one array, looked for one after the other.
 * For objects as manifests have them that is quicker than a hash table and a third of its size.
 */
final class FewMembers extends AbstractMap<String, JsonNode> {
    /** From here on a hash table finds quicker. */
    static final int MOST = 8;

    private final Object[] pairs;
    private final long bits;

    /**
     * Takes the array over; it must no longer change.
     *
     * @param bits the {@link #bit} of each name, so that most names that are not there need no look
     */
    FewMembers(Object[] pairs, long bits) {
        this.pairs = pairs;
        this.bits = bits;
    }

    /** One of 64 bits that a name sets. */
    static long bit(String name) {
        int hash = name.hashCode();
        return 1L << (hash ^ (hash >>> 6));
    }

    /** The place of a name among the first {@code end} places of pairs; -1 if it is not there. */
    static int indexOf(Object[] pairs, int end, Object name) {
        for (int i = 0; i < end; i += 2) {
            if (pairs[i] == name) {
                return i;
            }
        }
        int hash = name.hashCode();
        for (int i = 0; i < end; i += 2) {
            if (pairs[i].hashCode() == hash && pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable JsonNode get(@Nullable Object name) {
        if (!(name instanceof String text) || (bits & bit(text)) == 0) {
            return null;
        }
        int at = indexOf(pairs, pairs.length, text);
        return at < 0 ? null : value(at);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonNode> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept((String) pairs[i], value(i));
        }
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Always refused: the inherited method is silent about a name that is not there. */
    @Override
    public JsonNode remove(Object name) {
        throw new UnsupportedOperationException("this tree is frozen");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("this tree is frozen");
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return new Entries();
    }

    private JsonNode value(int at) {
        return (JsonNode) pairs[at + 1];
    }

    private final class Entries extends AbstractSet<Map.Entry<String, JsonNode>> {
        @Override
        public Iterator<Map.Entry<String, JsonNode>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < pairs.length;
                }

                @Override
                public Map.Entry<String, JsonNode> next() {
                    if (next >= pairs.length) {
                        throw new NoSuchElementException();
                    }
                    int at = next;
                    next += 2;
                    return Map.entry((String) pairs[at], value(at));
                }
            };
        }

        @Override
        public int size() {
            return FewMembers.this.size();
        }
    }
}
