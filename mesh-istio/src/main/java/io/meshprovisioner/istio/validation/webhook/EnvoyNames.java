package io.meshprovisioner.istio.validation.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of Envoy's API that rules of EnvoyFilter need. */
final class EnvoyNames {
    private static final String PACKAGES = "envoy-packages.txt";

    private EnvoyNames() {}

    /** The present name of each filter, by its name before Envoy 1.14. */
    static Map<String, String> oldFilterNames() {
        Map<String, String> names = new HashMap<>();
        for (String name : new String[] {
            "buffer",
            "cors",
            "csrf",
            "fault",
            "grpc_http1_bridge",
            "grpc_json_transcoder",
            "grpc_web",
            "gzip",
            "health_check",
            "ip_tagging",
            "lua",
            "router",
            "squash",
            "ext_authz"
        }) {
            names.put("envoy." + name, "envoy.filters.http." + name);
        }
        names.put("envoy.http_dynamo_filter", "envoy.filters.http.dynamo");
        names.put("envoy.rate_limit", "envoy.filters.http.ratelimit");
        for (String name :
                new String[] {"http_inspector", "original_dst", "original_src", "proxy_protocol", "tls_inspector"}) {
            names.put("envoy.listener." + name, "envoy.filters.listener." + name);
        }
        for (String name : new String[] {
            "client_ssl_auth", "http_connection_manager", "mongo_proxy", "ratelimit", "redis_proxy", "tcp_proxy"
        }) {
            names.put("envoy." + name, "envoy.filters.network." + name);
        }
        return Map.copyOf(names);
    }

    /** The packages whose messages can stand in a typed configuration. */
    static Set<String> packages() {
        try (InputStream in = EnvoyNames.class.getResourceAsStream(PACKAGES)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + PACKAGES + " is missing from the library");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of the message that a patch changes, by what it applies to; a star marks text. */
    static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            fields(
                    "CLUSTER",
                    "transport_socket_matches name* alt_stat_name* type cluster_type ring_hash_lb_config maglev_lb_config"
                            + " original_dst_lb_config least_request_lb_config round_robin_lb_config eds_cluster_config"
                            + " connect_timeout per_connection_buffer_limit_bytes lb_policy load_assignment health_checks"
                            + " max_requests_per_connection circuit_breakers upstream_http_protocol_options"
                            + " common_http_protocol_options http_protocol_options http2_protocol_options"
                            + " typed_extension_protocol_options dns_refresh_rate dns_jitter dns_failure_refresh_rate"
                            + " respect_dns_ttl dns_lookup_family dns_resolvers use_tcp_for_dns_lookups"
                            + " dns_resolution_config typed_dns_resolver_config wait_for_warm_on_init outlier_detection"
                            + " cleanup_interval upstream_bind_config lb_subset_config common_lb_config transport_socket"
                            + " metadata protocol_selection upstream_connection_options"
                            + " close_connections_on_host_health_failure ignore_health_on_host_removal filters"
                            + " load_balancing_policy lrs_server lrs_report_endpoint_metrics track_timeout_budgets"
                            + " upstream_config track_cluster_stats preconnect_policy"
                            + " connection_pool_per_downstream_connection"),
            fields(
                    "LISTENER",
                    "name* address additional_addresses stat_prefix* filter_chains fcds_config filter_chain_matcher"
                            + " use_original_dst default_filter_chain per_connection_buffer_limit_bytes metadata"
                            + " deprecated_v1 drain_type listener_filters listener_filters_timeout"
                            + " continue_on_listener_filters_timeout transparent freebind socket_options"
                            + " tcp_fast_open_queue_length traffic_direction udp_listener_config api_listener"
                            + " connection_balance_config reuse_port enable_reuse_port access_log tcp_backlog_size"
                            + " max_connections_to_accept_per_socket_event bind_to_port internal_listener enable_mptcp"
                            + " ignore_global_conn_limit bypass_overload_manager"),
            fields(
                    "ROUTE_CONFIGURATION",
                    "name* virtual_hosts vhds internal_only_headers response_headers_to_add response_headers_to_remove"
                            + " request_headers_to_add request_headers_to_remove most_specific_header_mutations_wins"
                            + " validate_clusters max_direct_response_body_size_bytes cluster_specifier_plugins"
                            + " request_mirror_policies ignore_port_in_host_matching"
                            + " ignore_path_parameters_in_path_matching typed_per_filter_config metadata"),
            fields(
                    "FILTER_CHAIN",
                    "filter_chain_match filters use_proxy_proto metadata transport_socket"
                            + " transport_socket_connect_timeout name*"),
            fields("HTTP_FILTER", "name* typed_config config_discovery is_optional disabled"),
            fields("NETWORK_FILTER", "name* typed_config config_discovery"),
            fields(
                    "VIRTUAL_HOST",
                    "name* domains routes matcher require_tls virtual_clusters rate_limits request_headers_to_add"
                            + " request_headers_to_remove response_headers_to_add response_headers_to_remove cors"
                            + " typed_per_filter_config include_request_attempt_count"
                            + " include_attempt_count_in_response retry_policy retry_policy_typed_config hedge_policy"
                            + " include_is_timeout_retry_header per_request_buffer_limit_bytes"
                            + " request_body_buffer_limit request_mirror_policies metadata"),
            fields(
                    "HTTP_ROUTE",
                    "name* match route redirect direct_response filter_action non_forwarding_action metadata decorator"
                            + " typed_per_filter_config request_headers_to_add request_headers_to_remove"
                            + " response_headers_to_add response_headers_to_remove tracing"
                            + " per_request_buffer_limit_bytes stat_prefix* request_body_buffer_limit"),
            fields("EXTENSION_CONFIG", "name* typed_config"),
            fields(
                    "BOOTSTRAP",
                    "node node_context_params static_resources dynamic_resources cluster_manager hds_config flags_path*"
                            + " stats_sinks deferred_stat_options stats_config stats_flush_interval"
                            + " stats_flush_on_admin stats_eviction_interval watchdog watchdogs tracing layered_runtime"
                            + " admin overload_manager enable_dispatcher_stats header_prefix*"
                            + " stats_server_version_override use_tcp_for_dns_lookups dns_resolution_config"
                            + " typed_dns_resolver_config bootstrap_extensions fatal_actions config_sources"
                            + " default_config_source default_socket_interface* certificate_provider_instances"
                            + " inline_headers perf_tracing_file_path* default_regex_engine"
                            + " xds_delegate_extension xds_config_tracker_extension listener_manager"
                            + " application_log_config grpc_async_client_manager_config memory_allocator_manager"),
            fields("LISTENER_FILTER", "name* typed_config config_discovery filter_disabled"));

    private static Map.Entry<String, Set<String>> fields(String applyTo, String names) {
        return Map.entry(applyTo, Set.of(names.split(" ")));
    }
}
