package io.meshprovisioner.istio.traffic.route;

import io.meshprovisioner.istio.traffic.question.HttpRequest;
import java.util.List;
import java.util.Locale;

/**
 * Fills the variables of a header's value: {@code %REQ(name)%}, {@code %PROTOCOL%}, {@code %%}. What is known only while
 * a connection stands is left as it is written.
 */
final class HeaderFormat {
    private HeaderFormat() {}

    static String filled(String value, HttpRequest request) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length());
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            int end = c == '%' ? value.indexOf('%', at + 1) : -1;
            if (end < 0) {
                out.append(c);
                at++;
            } else {
                out.append(variable(value.substring(at, end + 1), request));
                at = end + 1;
            }
        }
        return out.toString();
    }

    private static String variable(String written, HttpRequest request) {
        if (written.equals("%%")) {
            return "%";
        }
        if (written.equals("%PROTOCOL%")) {
            return request.http2() ? "HTTP/2" : "HTTP/1.1";
        }
        if (written.startsWith("%REQ(") && written.endsWith(")%")) {
            String name = written.substring(5, written.length() - 2).toLowerCase(Locale.ROOT);
            return switch (name) {
                case ":authority", "host" -> request.authority();
                case ":method" -> request.method();
                case ":path" -> request.path();
                case ":scheme" -> request.scheme();
                default -> String.join(",", request.headers().getOrDefault(name, List.of()));
            };
        }
        return written;
    }
}
