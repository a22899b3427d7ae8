namespace Verifiable.Documents.Importers;

/// <summary>What an import does with a number that has more places than its unit keeps.</summary>
public enum ImportRounding
{
    /// <summary>Refuse it, naming its place.</summary>
    Refuse = 0,

    /// <summary>Round it to floor and list it in the report.</summary>
    Floor = 1,
}
