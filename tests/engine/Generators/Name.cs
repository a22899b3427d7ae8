using System.IO;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>Identifiers from text, for tests.</summary>
internal static class Name
{
    public static AssetId Asset(string text) => AsciiName.TryPack(text, AssetId.MaxLetters, out ulong letters)
        ? new AssetId(letters)
        : throw new InvalidDataException(text);

    public static UnderlyingId Underlying(string text) =>
        AsciiName.TryPack(text, UnderlyingId.MaxLetters, out ulong letters)
            ? new UnderlyingId(letters)
            : throw new InvalidDataException(text);
}
