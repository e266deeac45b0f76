package io.meshprovisioner.istio.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshprovisioner.istio.model.step.NeedsBody;
import io.meshprovisioner.istio.yaml.Trees;
import java.util.Base64;
import java.util.Optional;

/** The body of a direct response: text or bytes, up to 1 MB. Since 1.15. */
public final class DirectResponseBody extends Part<DirectResponseBody> {
    DirectResponseBody(ObjectNode tree) {
        super(tree);
    }

    @Override
    protected DirectResponseBody copy(ObjectNode changed) {
        return new DirectResponseBody(changed);
    }

    static NeedsBody needed() {
        return new NeedsBody() {
            @Override
            public DirectResponseBody string(String text) {
                return new DirectResponseBody(Trees.empty()).set("string", text);
            }

            @Override
            public DirectResponseBody bytes(byte[] bytes) {
                return new DirectResponseBody(Trees.empty())
                        .set("bytes", Base64.getEncoder().encodeToString(bytes));
            }
        };
    }

    /** What {@code string} says. */
    public Optional<String> string() {
        return text("string");
    }

    /** What {@code bytes} says. */
    public Optional<byte[]> bytes() {
        return text("bytes").map(text -> Base64.getDecoder().decode(text));
    }
}
