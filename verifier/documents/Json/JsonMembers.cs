namespace Verifiable.Documents.Json;

/// <summary>The members of one object that were seen so far.</summary>
/// <param name="shape">What the object may hold.</param>
internal struct JsonMembers(JsonShape shape)
{
    /// <summary>What the object may hold.</summary>
    internal readonly JsonShape Shape => shape;

    /// <summary>One bit for each seen member, in the shape's order.</summary>
    internal ulong Seen { get; set; }
}
