# HTTP sessions of Jetty and Javalin
resource "aws_dynamodb_table" "sessions" {
  name                        = {{tableName}}
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = {{hashKey}}
  deletion_protection_enabled = true

  attribute {
    name = {{hashKey}}
    type = "S"
  }

  attribute {
    name = "expiryShard"
    type = "S"
  }

  attribute {
    name = "expiryBucket"
    type = "N"
  }

  # finds expired sessions for their listeners; sparse, keys only
  global_secondary_index {
    name            = "expiry-index"
    hash_key        = "expiryShard"
    range_key       = "expiryBucket"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = {{ttlKey}}
    enabled        = true
  }

  # sessions are not worth a backup
  point_in_time_recovery {
    enabled = false
  }
}
