package io.github.dynamosessions.it;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.FormRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.component.LifeCycle;

/** A user whose load balancer sends each request to the server of the test's choice: all have the same name. */
final class ShopUser implements AutoCloseable {

    private static final String HOST = "shop.example";

    private final HttpClient client = new HttpClient();
    private final Map<String, String> cookies = new TreeMap<>();

    ShopUser() throws Exception {
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.start();
    }

    ContentResponse get(JavaProcess server, String path, String... headers) throws Exception {
        Request request = client.newRequest(server.uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            String value = headers[i + 1];
            String name = headers[i];
            request.headers(fields -> fields.put(name, value));
        }
        return send(request);
    }

    ContentResponse post(JavaProcess server, String path, String... parameters) throws Exception {
        Fields form = new Fields(true);
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(parameters[i], parameters[i + 1]);
        }
        String body = FormRequestContent.convert(form);
        return send(client.POST(server.uri(path))
                .body(new StringRequestContent("application/x-www-form-urlencoded", body)));
    }

    /** Where a response sends the user: path and query. */
    static String target(ContentResponse response) {
        URI location = URI.create(response.getHeaders().get(HttpHeader.LOCATION));
        return location.getRawPath() + (location.getRawQuery() == null ? "" : "?" + location.getRawQuery());
    }

    private ContentResponse send(Request request) throws Exception {
        request.headers(fields -> {
            fields.put(HttpHeader.HOST, HOST);
            cookies.forEach((name, value) -> fields.add(HttpHeader.COOKIE, name + "=" + value));
        });
        ContentResponse response = request.send();
        for (HttpField field : response.getHeaders().getFields(HttpHeader.SET_COOKIE)) {
            String[] cookie = field.getValue().split(";", 2)[0].split("=", 2);
            cookies.put(cookie[0], cookie[1]);
        }
        return response;
    }

    @Override
    public void close() {
        LifeCycle.stop(client);
    }
}
