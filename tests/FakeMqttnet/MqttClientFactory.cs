namespace MQTTnet;

/// <summary>Has the name of a type that the module needs from its own MQTTnet, and nothing of what it can do.</summary>
public static class MqttClientFactory;
