package dev.lanewise.jmh.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A model in the format of ONNX (onnx.proto, by the numbers of its fields), written as it is
 * described: inputs, constants, then nodes whose last output is the model's.
 */
final class OnnxModel {
  private static final int IR_VERSION = 9;
  private static final int OPERATOR_SET = 20;
  private static final int FLOAT = 1;

  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  /** A message of protocol buffers. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      key(field, 0);
      varint(value);
      return this;
    }

    Message fixed(int field, float value) {
      key(field, 5);
      byte[] four = little(Float.BYTES).putFloat(0, value).array();
      bytes.writeBytes(four);
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes.toByteArray());
    }

    Message raw(int field, byte[] value) {
      key(field, 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void key(int field, int wireType) {
      varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
      for (; (value & ~0x7fL) != 0; value >>>= 7) {
        bytes.write((int) (value & 0x7f | 0x80));
      }
      bytes.write((int) value);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private final Message graph = new Message().text(2, "work");
  private int nodes;

  OnnxModel input(String name, long... dims) {
    graph.message(11, value(name, dims));
    return this;
  }

  OnnxModel constant(String name, float[] values, long... dims) {
    ByteBuffer raw = little(values.length * Float.BYTES);
    raw.asFloatBuffer().put(values);
    Message tensor = new Message();
    for (long dim : dims) {
      tensor.number(1, dim);
    }
    graph.message(5, tensor.number(2, FLOAT).text(8, name).raw(9, raw.array()));
    return this;
  }

  /**
   * @param attributes Float, Integer or long[] each
   * @return the name of its output
   */
  String node(String type, Map<String, Object> attributes, String... inputs) {
    String output = "y" + ++nodes;
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(4, type);
    attributes.forEach((name, value) -> node.message(5, attribute(name, value)));
    graph.message(1, node);
    return output;
  }

  /** The model in the file format. */
  byte[] bytes(String output, long... dims) {
    graph.message(12, value(output, dims));
    Message operators = new Message().text(1, "").number(2, OPERATOR_SET);
    return new Message()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, operators)
        .bytes
        .toByteArray();
  }

  private static Message attribute(String name, Object value) {
    Message attribute = new Message().text(1, name);
    return switch (value) {
      case Float f -> attribute.fixed(2, f).number(20, ATTRIBUTE_FLOAT);
      case Integer i -> attribute.number(3, i).number(20, ATTRIBUTE_INT);
      case long[] all -> {
        for (long i : all) {
          attribute.number(8, i);
        }
        yield attribute.number(20, ATTRIBUTE_INTS);
      }
      default -> throw new IllegalArgumentException(name + ": " + value);
    };
  }

  private static Message value(String name, long... dims) {
    Message shape = new Message();
    for (long dim : dims) {
      shape.message(1, new Message().number(1, dim));
    }
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }
}
