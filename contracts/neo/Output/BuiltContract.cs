namespace Verifiable.Neo.Output;

/// <summary>A contract as it is deployed and read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nef">The NEF file.</param>
/// <param name="Manifest">The manifest, JSON.</param>
/// <param name="Listing">The script as text.</param>
public sealed record BuiltContract(string Name, byte[] Nef, string Manifest, string Listing);
