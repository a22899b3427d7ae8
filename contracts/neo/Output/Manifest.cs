using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Mono.Cecil;
using Verifiable.Neo.Translation;

namespace Verifiable.Neo.Output;

/// <summary>What a contract says of itself to the chain, in the members and order of Neo's manifest.</summary>
internal static class Manifest
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>The manifest as JSON.</summary>
    /// <param name="name">The contract's name.</param>
    /// <param name="methods">Its methods and their offsets.</param>
    /// <param name="events">The methods that notify.</param>
    /// <param name="calls">Contracts and methods that it calls; * is any contract.</param>
    internal static string Write(
        string name,
        IEnumerable<(string Name, MethodDefinition Method, int Offset)> methods,
        IEnumerable<MethodDefinition> events,
        IEnumerable<(string Contract, string Method)> calls)
    {
        using var stream = new MemoryStream();
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteEmpty(json, "groups");
            json.WriteStartObject("features");
            json.WriteEndObject();
            WriteEmpty(json, "supportedstandards");
            json.WriteStartObject("abi");
            json.WriteStartArray("methods");
            foreach ((string own, MethodDefinition method, int offset) in methods)
            {
                WriteMethod(json, own, method, offset);
            }

            json.WriteEndArray();
            WriteEvents(json, events);
            json.WriteEndObject();
            WritePermissions(json, calls);
            WriteEmpty(json, "trusts");
            json.WriteNull("extra");
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteMethod(Utf8JsonWriter json, string name, MethodDefinition method, int offset)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        WriteParameters(json, method);
        json.WriteNumber("offset", offset);
        json.WriteString("returntype", TypeOf(method.ReturnType));
        json.WriteBoolean("safe", FrameworkAttributes.IsSafe(method));
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, IEnumerable<MethodDefinition> events)
    {
        json.WriteStartArray("events");
        foreach (MethodDefinition method in events)
        {
            json.WriteStartObject();
            CustomAttribute attribute = FrameworkAttributes.Find(method, "NotificationAttribute")!;
            json.WriteString("name", (string)attribute.ConstructorArguments[0].Value);
            WriteParameters(json, method);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, MethodDefinition method)
    {
        json.WriteStartArray("parameters");
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("type", TypeOf(parameter.ParameterType));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePermissions(Utf8JsonWriter json, IEnumerable<(string Contract, string Method)> calls)
    {
        json.WriteStartArray("permissions");
        IEnumerable<IGrouping<string, string>> contracts =
            calls.Distinct().GroupBy(static call => call.Contract, static call => call.Method);
        foreach (IGrouping<string, string> contract in contracts)
        {
            json.WriteStartObject();
            json.WriteString("contract", contract.Key);
            json.WriteStartArray("methods");
            foreach (string method in contract.Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(method);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    private static string TypeOf(TypeReference type) => type.FullName switch
    {
        "System.Void" => "Void",
        "System.Boolean" => "Boolean",
        "System.Int64[]" => "Array",
        _ => FrameworkAttributes.AbiTypeOf(type) ?? "Integer",
    };
}
