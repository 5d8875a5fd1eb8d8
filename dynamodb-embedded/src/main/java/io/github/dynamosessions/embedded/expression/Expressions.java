package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import org.jspecify.annotations.Nullable;

/** Parses the expressions of a request. */
public final class Expressions {

    private Expressions() {}

    /**
     * A condition expression or filter expression.
     *
     * @param parameter its name, also in errors
     * @return null if the request has none
     * @throws ServiceError if it is not valid
     */
    public static @Nullable Condition condition(Request request, String parameter, Placeholders placeholders) {
        String text = request.text(parameter);
        return text == null ? null : new ConditionParser(parameter, text, placeholders).parse();
    }

    /**
     * The projection expression.
     *
     * @return null if the request has none
     * @throws ServiceError if it is not valid
     */
    public static @Nullable Projection projection(Request request, Placeholders placeholders) {
        String text = request.text("ProjectionExpression");
        return text == null ? null : new ProjectionParser(text, placeholders).parse();
    }

    /**
     * The update expression.
     *
     * @return null if the request has none
     * @throws ServiceError if it is not valid
     */
    public static @Nullable Update update(Request request, Placeholders placeholders) {
        String text = request.text("UpdateExpression");
        return text == null ? null : new UpdateParser(text, placeholders).parse();
    }

    /**
     * The key condition expression.
     *
     * @return null if the request has none
     * @throws ServiceError if it is not valid
     */
    public static @Nullable KeyCondition keyCondition(Request request, Placeholders placeholders) {
        String text = request.text("KeyConditionExpression");
        return text == null
                ? null
                : KeyCondition.of(new ConditionParser("KeyConditionExpression", text, placeholders).parse());
    }
}
