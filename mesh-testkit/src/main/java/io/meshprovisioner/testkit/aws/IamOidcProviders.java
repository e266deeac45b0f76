package io.meshprovisioner.testkit.aws;

import io.meshprovisioner.testkit.aws.protocol.AwsError;
import io.meshprovisioner.testkit.aws.protocol.Params;
import io.meshprovisioner.testkit.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OpenID Connect providers, as clusters bring them for roles of service accounts. */
final class IamOidcProviders {
    private IamOidcProviders() {}

    static void register(Map<String, Call.QueryHandler> operations) {
        operations.put("CreateOpenIDConnectProvider", IamOidcProviders::create);
        operations.put("GetOpenIDConnectProvider", IamOidcProviders::get);
        operations.put(
                "ListOpenIDConnectProviders",
                (call, in, out) -> out.list(
                        "OpenIDConnectProviderList",
                        call.site().store().oidcProviders.all(),
                        (item, provider) -> item.text("Arn", provider.arn())));
        operations.put("DeleteOpenIDConnectProvider", (call, in, out) -> {
            // Deleting one that is not there succeeds, as on AWS.
            call.site().store().oidcProviders.remove(in.require("OpenIDConnectProviderArn"));
            call.site().world().changed();
        });
        operations.put("TagOpenIDConnectProvider", IamOidcProviders::tag);
        operations.put("ListOpenIDConnectProviderTags", (call, in, out) -> {
            Iam.allTags(out, find(call, in).tags());
            out.text("IsTruncated", false);
        });
    }

    private static Iam.OidcProvider find(Call call, Params in) {
        String arn = in.require("OpenIDConnectProviderArn");
        return call.site()
                .store()
                .oidcProviders
                .get(arn)
                .orElseThrow(() -> Iam.missing("OpenIDConnect Provider not found for arn %s", arn));
    }

    private static void create(Call call, Params in, Xml out) {
        String url = in.require("Url");
        if (!url.startsWith("https://")) {
            throw AwsError.of("ValidationError", "Invalid Open ID Connect Provider URL");
        }
        String host = url.substring("https://".length());
        String arn = Iam.arn(call.site(), "oidc-provider/" + host);
        if (call.site().store().oidcProviders.has(arn)) {
            throw Iam.exists("Provider with url %s already exists.", url);
        }
        Iam.OidcProvider provider = new Iam.OidcProvider(
                arn, host, in.list("ClientIDList"), in.list("ThumbprintList"), Tags.read(in), call.now());
        call.site().store().oidcProviders.put(arn, provider);
        call.site().world().changed();
        out.text("OpenIDConnectProviderArn", arn);
        Iam.writeTags(out, provider.tags());
    }

    private static void get(Call call, Params in, Xml out) {
        Iam.OidcProvider provider = find(call, in);
        List<String> thumbprints = provider.thumbprints();
        out.text("Url", provider.url())
                .texts("ClientIDList", provider.clientIds())
                .texts("ThumbprintList", thumbprints)
                .text("CreateDate", provider.created());
        Iam.writeTags(out, provider.tags());
    }

    private static void tag(Call call, Params in, Xml out) {
        Iam.OidcProvider old = find(call, in);
        Map<String, String> tags = new TreeMap<>(old.tags());
        tags.putAll(Tags.read(in));
        call.site()
                .store()
                .oidcProviders
                .put(
                        old.arn(),
                        new Iam.OidcProvider(
                                old.arn(), old.url(), old.clientIds(), old.thumbprints(), tags, old.created()));
        call.site().world().changed();
    }
}
