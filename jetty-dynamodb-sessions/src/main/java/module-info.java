/** HTTP sessions of Jetty 12.1 in Amazon DynamoDB. */
module io.github.dynamosessions {
    requires transitive org.eclipse.jetty.session;
    requires transitive org.eclipse.jetty.xml;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires static transitive micrometer.core;
    requires static transitive org.jspecify;
    requires static com.github.luben.zstd_jni;
    requires java.management;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires org.slf4j;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.apache5;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;

    exports io.github.dynamosessions;
    exports io.github.dynamosessions.micrometer;
    exports io.github.dynamosessions.spi;

    provides org.eclipse.jetty.xml.ConfigurationProcessorFactory with
            io.github.dynamosessions.DynamoSessionProperties;
}
