package io.github.dynamosessions.embedded.junit;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.lang.reflect.Constructor;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Gives tests a DynamoDB: one per JVM, shared by all test classes, started when the first of them asks and ended after
 * the last. Every table it hands out is deleted after the test class that asked for it. JUnit 5.13 or later, or 6.
 *
 * <pre>{@code
 * class CartTest {
 *     @RegisterExtension
 *     static final DynamoDbExtension dynamoDb = new DynamoDbExtension();
 *
 *     final Cart cart = new Cart(dynamoDb.client(), dynamoDb.newTable("id"));
 * }
 *
 * @ExtendWith(DynamoDbExtension.class)
 * class OrderTest {
 *     @Test
 *     void isStored(DynamoDbClient client, @FreshTable String table) {
 *     }
 * }
 * }</pre>
 *
 * <p>Which DynamoDB it is, system properties say:
 *
 * <ul>
 *   <li>nothing or {@code -Ddynamodb=embedded}: a {@link DynamoDbEmbedded} in this JVM;
 *   <li>{@code -Ddynamodb=docker}: the image {@code amazon/dynamodb-local}, through
 *       {@code org.testcontainers:testcontainers} 2.x, which must be on the class path;
 *   <li>{@code -Ddynamodb.endpoint=http://host:port}: one that runs already (DynamoDB Local with {@code -sharedDb});
 *       the credentials sent are invented.
 * </ul>
 *
 * <p>Safe for test classes that run in parallel. The methods work from anywhere, static initialisers included; a table
 * that such code asks for outside any test class's life is deleted after the last test.
 */
public final class DynamoDbExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                InvocationInterceptor,
                ParameterResolver {

    /** For a field with {@code @RegisterExtension}; {@code @ExtendWith} makes one itself. */
    public DynamoDbExtension() {}

    /** The client that all tests of this JVM share. Nobody closes it but this extension. */
    public DynamoDbClient client() {
        return SharedDynamoDb.get().client();
    }

    /** Where this DynamoDB listens. Any region and any alphanumeric credentials will do. */
    public URI endpoint() {
        return SharedDynamoDb.get().endpoint();
    }

    /**
     * Makes an active, empty, on-demand table with a single String hash key.
     *
     * @return its name
     */
    public String newTable(String hashKey) {
        return TestClassTables.current().create(hashKey);
    }

    /** The name of a table that does not exist. Should the test create it, it is deleted like the others. */
    public String newTableName() {
        return TestClassTables.current().newName();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestClassTables.enter(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TestClassTables.leave(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestClassTables.enter(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestClassTables.leave(context);
    }

    @Override
    public <T> T interceptTestClassConstructor(
            Invocation<T> invocation, ReflectiveInvocationContext<Constructor<T>> constructor, ExtensionContext context)
            throws Throwable {
        TestClassTables.enter(context);
        try {
            return invocation.proceed();
        } finally {
            TestClassTables.leave(context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        boolean ours = parameter.isAnnotated(FreshTable.class)
                || parameter.getParameter().getType() == DynamoDbClient.class;
        // JUnit refuses two resolvers, and a class may have this one in a field of its superclass and in @ExtendWith.
        return ours && TestClassTables.isFirst(this, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        FreshTable table = parameter.findAnnotation(FreshTable.class).orElse(null);
        if (table == null) {
            TestClassTables.of(context);
            return client();
        }
        if (type != String.class) {
            throw new ParameterResolutionException(
                    "@FreshTable gives the name of a table, a String, but the parameter is a " + type.getName());
        }
        return TestClassTables.of(context).create(table.hashKey());
    }
}
