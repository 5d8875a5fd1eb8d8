# Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0

[description]
Stores HTTP sessions in Amazon DynamoDB, shared by any number of servers.
Provides the session cache and the session ID manager that the store needs.

[tags]
session
aws
dynamodb

[provides]
session-store
session-cache

[depend]
sessions

[lib]
lib/session-store-dynamodb/*.jar

[xml]
etc/sessions/dynamodb/properties.xml
etc/sessions/dynamodb/session-store.xml

[ini]
jetty.webapp.addHiddenClasses+=,${jetty.base.uri}/lib/session-store-dynamodb/

[ini-template]
## Durations are like 250ms, 60s, 5m, 1d or PT60S. An empty value counts as unset. An unknown name, an invalid value and a table
## that cannot hold sessions stop the start.

## The table, and the names of its partition key and TTL attribute
#jetty.session.dynamodb.tableName=sessions
#jetty.session.dynamodb.hashKey=sessionId
#jetty.session.dynamodb.ttlKey=expires

## Prefix of all partition keys: lets applications share a table, and an IAM policy restrict each to its own items.
## Without '/', '|' or '%'
#jetty.session.dynamodb.keyPrefix=

## Whether a missing table is created at start (needs table rights), whether it gets its TTL,
## and its capacity (both or none: on demand)
#jetty.session.dynamodb.autoCreateTable=false
#jetty.session.dynamodb.ttlEnabled=true
#jetty.session.dynamodb.readCapacityUnits=
#jetty.session.dynamodb.writeCapacityUnits=

## Region and endpoint; by default those of the AWS default chain.
## A region that starts with 'local' needs no credentials; its endpoint is http://localhost:8000
#jetty.session.dynamodb.region=
#jetty.session.dynamodb.endpoint=

## Credentials, or the profile that has them; by default those of the AWS default chain
#jetty.session.dynamodb.accessKeyId=
#jetty.session.dynamodb.secretAccessKey=
#jetty.session.dynamodb.sessionToken=
#jetty.session.dynamodb.profile=

## Timeout of a call to DynamoDB with all its attempts, timeout of one attempt, and number of attempts
#jetty.session.dynamodb.apiCallTimeout=3s
#jetty.session.dynamodb.apiCallAttemptTimeout=1s
#jetty.session.dynamodb.maxAttempts=4

## false halves the price of a read; a read may then miss the last write
#jetty.session.dynamodb.consistentReads=true

## Longest time between two writes of the access time: by default, and at most, a tenth of the idle timeout.
## jetty.session.savePeriod.seconds is another name for it
#jetty.session.dynamodb.touchInterval=

## The idle timeout of contexts that have none of their own, such as those of core handlers: by default they never expire.
## (Web applications have that of their web.xml, or 30 minutes)
#jetty.session.dynamodb.maxInactiveInterval=

## Session IDs in URLs (;jsessionid=), which open their session and get into logs and links: off, whatever the application
## says. true turns them on; without this line the application decides (<tracking-mode>COOKIE</tracking-mode>)
jetty.session.dynamodb.urlSessionIds=false

## The session cookie, by default as the application says (<cookie-config>). cookieSecure=true where clients use https: it is
## then Secure, HttpOnly, SameSite=Lax and, with the path / and no domain, named __Host-JSESSIONID
#jetty.session.dynamodb.cookieSecure=
#jetty.session.dynamodb.cookieName=
#jetty.session.dynamodb.cookieSameSite=
#jetty.session.dynamodb.cookiePath=
#jetty.session.dynamodb.cookieDomain=
#jetty.session.dynamodb.cookieMaxAge=
#jetty.session.dynamodb.cookiePartitioned=

## The age at which a session ends even if it is in use; by default none
#jetty.session.dynamodb.maxLifetime=

## Whether the scavenger searches for expired sessions in the index expiry-index, to notify their listeners,
## and how many seconds after their expiry. With false, TTL alone removes them
#jetty.session.dynamodb.expiryEvents=true
#jetty.session.gracePeriod.seconds=60

## Response to a request whose session cannot be read (UNAVAILABLE: 503; NEW_SESSION: the request has no session)
## or cannot be saved (UNAVAILABLE: 503; LOG: the response of the application)
#jetty.session.dynamodb.onReadFailure=UNAVAILABLE
#jetty.session.dynamodb.onWriteFailure=UNAVAILABLE

## A session with an attribute that cannot be deserialized (its class is gone) ends (END_SESSION), or is used without the
## attribute (DROP_ATTRIBUTE)
#jetty.session.dynamodb.onUnreadableAttribute=END_SESSION

## What serializes values that DynamoDB has no type for: java, or the name of a SessionSerializer class in
## lib/session-store-dynamodb; and the classes that java may read and write (by default all), such as com.shop.**,java.base/*
#jetty.session.dynamodb.serializer=java
#jetty.session.dynamodb.allowedClasses=

## Values larger than the first size are compressed, if that makes them smaller (with zstd where zstd-jni is in
## lib/session-store-dynamodb). Attributes larger than the second (after compression; eight times as large before) are
## stored in separate items and loaded on first access. A session larger than the third (before compression) is rejected. Sizes are like 512, 8KB, 4MB
#jetty.session.dynamodb.compressionThreshold=1KB
#jetty.session.dynamodb.largeAttributeThreshold=8KB
#jetty.session.dynamodb.maxSessionSize=4MB

## Values that are changed in place, without setAttribute, are not detected (OFF), logged (WARN) or saved (SAVE)
#jetty.session.dynamodb.detectMutations=OFF

## Receives metrics, besides the module jmx: micrometer, or the name of a SessionMetrics class, with its jars in
## lib/session-store-dynamodb
#jetty.session.dynamodb.metrics=
