package io.github.dynamosessions.it;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two servers of Jetty's own distribution on one table, each a process: with an application for every environment, one
 * for two virtual hosts, and one that is a handler of Jetty. Their DynamoDB fails on demand.
 */
final class JettyHomeServers implements AutoCloseable {

    static final List<String> ENVIRONMENTS = List.of("ee8", "ee9", "ee10", "ee11");

    /** What {@code docs/iam.md} lets a server do, which may create its table. A transaction takes the rights to PutItem and UpdateItem. */
    static final List<String> OPERATIONS = List.of(
            "GetItem",
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchGetItem",
            "TransactWriteItems",
            "Query",
            "DescribeTable",
            "DescribeTimeToLive",
            "CreateTable",
            "UpdateTimeToLive");

    private static final String OWN_COPY = "package org.reactivestreams; public interface Publisher { int own(); }";

    private final FaultProxy proxy;
    private final DynamoDbClient client;
    private final String table;
    private final List<JettyBase> bases = new ArrayList<>();
    private final List<JavaProcess> servers = new ArrayList<>();

    private JettyHomeServers(DynamoDbExtension dynamoDb) {
        proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
        client = dynamoDb.client();
        table = dynamoDb.newTableName();
    }

    static JettyHomeServers start(Path directory, DynamoDbExtension dynamoDb) throws IOException {
        return start(directory, dynamoDb, List.of("jmx"), "", base -> {
            for (String environment : ENVIRONMENTS) {
                base.deploy(environment, Webapp.of(environment).add("org/reactivestreams/Publisher.java", OWN_COPY));
            }
            base.deployCoreHandler();
            base.deployForHost("ee11", "localhost");
            base.deployForHost("ee11", "127.0.0.1");
        });
    }

    /** With applications and settings of a test. */
    static JettyHomeServers start(
            Path directory, DynamoDbExtension dynamoDb, List<String> modules, String settings, Deployment applications)
            throws IOException {
        JettyHomeServers servers = new JettyHomeServers(dynamoDb);
        try {
            JettyBase one = JettyBase.create(directory.resolve("one"), modules(modules));
            applications.deploy(one);
            one.write("start.d/test.ini", settings(servers.proxy, servers.table) + settings);
            servers.bases.add(one);
            servers.bases.add(one.copy(directory.resolve("two")));
            servers.start();
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    /** What is deployed on both servers. */
    interface Deployment {
        void deploy(JettyBase base) throws IOException;
    }

    JavaProcess one() {
        return servers.get(0);
    }

    JavaProcess two() {
        return servers.get(1);
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** The ids of sessions of whose end the listeners of an application have been told, on either server. */
    List<String> ended(String app) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JavaProcess server : servers) {
            String body =
                    JettyBrowser.http1().get(server.uri("/" + app + "/ended")).body();
            ids.addAll(Arrays.asList(body.split(",")));
        }
        return ids;
    }

    /** Lets a session of an application have expired a minute ago, without the scavengers' notice. */
    void expire(String app, String id) {
        long now = System.currentTimeMillis();
        AttributeValue key = AttributeValue.fromS("/" + app + "|0.0.0.0|" + id.split("\\.", 2)[0]);
        StoredTimes.set(client, table, key, now - 60_000, now + 600_000);
    }

    void restart() {
        servers.forEach(JavaProcess::terminate);
        servers.clear();
        start();
    }

    @Override
    public void close() {
        servers.forEach(JavaProcess::close);
        proxy.close();
    }

    private static String[] modules(List<String> more) {
        List<String> modules = new ArrayList<>(List.of("session-store-dynamodb", "http", "ext", "core-deploy"));
        modules.addAll(more);
        ENVIRONMENTS.forEach(environment -> modules.add(environment + "-deploy"));
        return modules.toArray(String[]::new);
    }

    private void start() {
        List<CompletableFuture<JavaProcess>> starting = new ArrayList<>();
        for (JettyBase base : bases) { // servers have names of their own, as behind a load balancer
            String name =
                    "jetty.sessionIdManager.workerName=" + base.directory().getFileName();
            starting.add(CompletableFuture.supplyAsync(() -> base.start(name)));
        }
        starting.forEach(server -> servers.add(server.join()));
    }

    /** Calls are tried once. Housekeeping turns every second. */
    private static String settings(FaultProxy proxy, String table) {
        return String.join(
                "\n",
                "jetty.session.dynamodb.tableName=" + table,
                "jetty.session.dynamodb.autoCreateTable=true",
                "jetty.session.dynamodb.region=eu-central-1",
                "jetty.session.dynamodb.endpoint=" + proxy.endpoint(),
                "jetty.session.dynamodb.accessKeyId=test",
                "jetty.session.dynamodb.secretAccessKey=test",
                "jetty.session.dynamodb.apiCallTimeout=20s",
                "jetty.session.dynamodb.apiCallAttemptTimeout=20s",
                "jetty.session.dynamodb.maxAttempts=1",
                "jetty.session.dynamodb.cookieSecure=true",
                "jetty.session.dynamodb.cookieName=JSESSIONID",
                "jetty.session.gracePeriod.seconds=0",
                "jetty.sessionScavengeInterval.seconds=1",
                "");
    }
}
