package io.meshprovisioner.kubernetes;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;

/** How far a request came: as long as no byte of it was written, it had no effect. */
final class Sending extends EventListener {
    private volatile boolean connecting;
    private volatile boolean written;

    /** True also where no connection was seen at all: an interceptor may stand in for the network. */
    boolean mayHaveArrived() {
        return written || !connecting;
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        connecting = true;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        connecting = true;
    }

    @Override
    public void requestHeadersStart(Call call) {
        written = true;
    }
}
