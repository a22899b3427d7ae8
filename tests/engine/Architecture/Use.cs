namespace Verifiable.Tests.Engine.Architecture;

/// <summary>One thing that compiled code uses: a type, a member of another type, or an instruction.</summary>
/// <param name="Namespace">The namespace of the code that uses it.</param>
/// <param name="User">The type or member that uses it.</param>
/// <param name="Used">
/// A full type name, a full type name and a member joined by <c>::</c>, or an instruction's name, which has no colon
/// and begins in lower case.
/// </param>
internal readonly record struct Use(string Namespace, string User, string Used)
{
    /// <summary>The type that is used, without the member; an instruction's name stays as it is.</summary>
    public string UsedType => Used.Split("::")[0];

    /// <summary>The place and the thing, for a failure's message.</summary>
    public override string ToString() => $"{User} uses {Used}";
}
