package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.in;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.CompiledClasses;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ContextClassLoaderTest {

    private static final CompiledClasses CART = CompiledClasses.of("Cart", """
            public class Cart implements java.io.Serializable, java.lang.reflect.InvocationHandler {
                public interface Priced { int price(); }
                interface Hidden extends Priced { }
                public static Class<?> hidden() { return Hidden.class; }
                public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) { return 42; }
            }
            """);

    private final ClassLoader webapp = CART.loader(getClass().getClassLoader());
    private final ClassLoader stranger = ClassLoader.getPlatformClassLoader();

    record OfTheServer(String text) implements Serializable {}

    @Test
    void aClassThatOnlyTheContextKnowsComesBack() throws Exception {
        Object cart = newCart();
        assertThat(in(webapp, () -> roundTrip(cart)).getClass()).isSameAs(cart.getClass());
    }

    @Test
    void aListOfSuchComesBack() throws Exception {
        List<Object> carts = new ArrayList<>(List.of(newCart(), Map.of("x", newCart())));
        List<?> back = (List<?>) in(webapp, () -> roundTrip(carts));
        assertThat(back.get(0).getClass()).isSameAs(carts.get(0).getClass());
    }

    @Test
    void anArrayOfSuchComesBack() throws Exception {
        Object carts = Array.newInstance(newCart().getClass(), 2, 3);
        assertThat(in(webapp, () -> roundTrip(carts)).getClass()).isSameAs(carts.getClass());
    }

    @Test
    void anArrayOfTheJdkWithSuchComesBack() throws Exception {
        Object cart = newCart();
        Object[] back = (Object[]) in(webapp, () -> roundTrip(new Object[] {cart}));
        assertThat(back[0].getClass()).isSameAs(cart.getClass());
        List<?>[] lists = (List<?>[]) in(webapp, () -> roundTrip(new List<?>[] {new ArrayList<>(List.of(cart))}));
        assertThat(lists[0].get(0).getClass()).isSameAs(cart.getClass());
    }

    @Test
    void aProxyOfItsInterfaceComesBack() throws Exception {
        InvocationHandler cart = (InvocationHandler) newCart();
        Class<?> priced = webapp.loadClass("Cart$Priced");
        Class<?> hidden = (Class<?>) cart.getClass().getMethod("hidden").invoke(null);
        for (Class<?> type : List.of(priced, hidden)) {
            Object proxy = Proxy.newProxyInstance(webapp, new Class<?>[] {type}, cart);
            Object back = in(webapp, () -> roundTrip(proxy));
            assertThat(back).isInstanceOf(type);
            assertThat(priced.getMethod("price").invoke(back)).isEqualTo(42);
        }
    }

    @Test
    void aClassThatOnlyTheServerKnowsComesBack() throws Exception {
        OfTheServer value = new OfTheServer("x");
        assertThat(in(stranger, () -> roundTrip(value))).isEqualTo(value);
        assertThat(in(stranger, () -> roundTrip(new OfTheServer[] {value}))).isEqualTo(new OfTheServer[] {value});
    }

    @Test
    void aProxyThatOnlyTheServerKnowsComesBack() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Greeting.class}, new ServerHandler());
        Greeting back = (Greeting) in(stranger, () -> roundTrip(proxy));
        assertThat(back.greet()).isEqualTo("hello");
    }

    public interface Greeting {
        String greet();
    }

    static final class ServerHandler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) {
            return "hello";
        }
    }

    @Test
    void aClassThatBothKnowComesBackAsTheOneItWas() throws Exception {
        CompiledClasses other = CompiledClasses.of("Twin", "public class Twin implements java.io.Serializable {}");
        ClassLoader parent = other.loader(getClass().getClassLoader());
        ClassLoader child = other.loader(parent);
        Object ofChild = newOf(child, "Twin");
        assertThat(in(child, () -> roundTrip(ofChild)).getClass()).isSameAs(ofChild.getClass());
        Object ofParent = newOf(parent, "Twin");
        assertThat(in(parent, () -> roundTrip(ofParent)).getClass()).isSameAs(ofParent.getClass());
    }

    @Test
    void afterARedeployTheNewClassComesBack() throws Exception {
        AttributeValue stored = in(webapp, () -> JAVA.encode("cart", newCart()));
        ClassLoader redeployed = CART.loader(getClass().getClassLoader());
        assertThat(in(redeployed, () -> JAVA.decode("cart", stored)).getClass().getClassLoader())
                .isSameAs(redeployed);
    }

    @Test
    void aClassThatIsGoneMakesTheValueUnreadable() throws Exception {
        AttributeValue stored = in(webapp, () -> JAVA.encode("cart", new HashMap<>(Map.of("k", newCart()))));
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> in(stranger, () -> JAVA.decode("cart", stored)))
                .withMessage("session attribute 'cart' cannot be read: java.lang.ClassNotFoundException: Cart")
                .withCauseInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void withoutAContextTheServersClassesAreUsed() throws Exception {
        OfTheServer value = new OfTheServer("x");
        AttributeValue stored = in(getClass().getClassLoader(), () -> JAVA.encode("a", value));
        assertThat(in(null, () -> JAVA.decode("a", stored))).isEqualTo(value);
        assertThat(in(null, () -> roundTrip(value))).isEqualTo(value);
    }

    private Object newCart() throws ReflectiveOperationException {
        return newOf(webapp, "Cart");
    }

    private static Object newOf(ClassLoader loader, String name) throws ReflectiveOperationException {
        return loader.loadClass(name).getConstructor().newInstance();
    }
}
