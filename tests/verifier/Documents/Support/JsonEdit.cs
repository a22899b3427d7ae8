using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace Verifiable.Tests.Verifier.Documents.Support;

/// <summary>Changes one place of a sample document.</summary>
internal static class JsonEdit
{
    /// <summary>The sample's bytes with one value set; an absent member or next element is added.</summary>
    internal static byte[] Set(string file, string place, string json) => SetIn(Samples.Json(file), place, json);

    /// <summary>The same of any document.</summary>
    internal static byte[] SetIn(byte[] document, string place, string json)
    {
        JsonNode root = JsonNode.Parse(document)!;
        (JsonNode parent, string last) = Find(root, place);
        JsonNode? value = JsonNode.Parse(json);
        if (parent is JsonArray array)
        {
            int index = int.Parse(last, CultureInfo.InvariantCulture);
            Place(array, index, value);
        }
        else
        {
            parent.AsObject()[last] = value;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>The sample's bytes without one member.</summary>
    internal static byte[] Remove(string file, string place) => RemoveIn(Samples.Json(file), place);

    /// <summary>The same of any document.</summary>
    internal static byte[] RemoveIn(byte[] document, string place)
    {
        JsonNode root = JsonNode.Parse(document)!;
        (JsonNode parent, string last) = Find(root, place);
        parent.AsObject().Remove(last);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>The sample's bytes with some lists turned round.</summary>
    internal static byte[] Reverse(string file, params string[] places)
    {
        JsonNode root = JsonNode.Parse(Samples.Json(file))!;
        foreach (string place in places)
        {
            (JsonNode parent, string last) = Find(root, place);
            JsonNode[] rows = [.. parent[last]!.AsArray().Select(row => row!.DeepClone()).Reverse()];
            parent[last] = new JsonArray(rows);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>The place of every value in the sample, and whether it is an object.</summary>
    internal static IEnumerable<(string Place, bool IsObject)> Places(string file) =>
        Below(JsonNode.Parse(Samples.Json(file))!, string.Empty);

    private static IEnumerable<(string Place, bool IsObject)> Below(JsonNode node, string place)
    {
        IEnumerable<(string Step, JsonNode Child)> children = node switch
        {
            JsonObject members => members.Select(one => (one.Key, one.Value!)),
            JsonArray rows => rows.Select((row, i) => (i.ToString(CultureInfo.InvariantCulture), row!)),
            _ => [],
        };
        return children
            .SelectMany(one => Below(one.Child, $"{place}/{one.Step}"))
            .Prepend((place, node is JsonObject));
    }

    private static void Place(JsonArray array, int index, JsonNode? value)
    {
        if (index == array.Count)
        {
            array.Add(value);
        }
        else
        {
            array[index] = value;
        }
    }

    private static (JsonNode Parent, string Last) Find(JsonNode root, string place)
    {
        string[] steps = place.Split('/')[1..];
        JsonNode parent = root;
        foreach (string step in steps[..^1])
        {
            parent = parent is JsonArray array
                ? array[int.Parse(step, CultureInfo.InvariantCulture)]!
                : parent[step] ?? throw new InvalidOperationException($"The sample has no {place}.");
        }

        return (parent, steps[^1]);
    }
}
