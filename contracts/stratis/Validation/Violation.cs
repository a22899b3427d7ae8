namespace Verifiable.Stratis.Validation;

/// <summary>Something that the framework's validator would refuse.</summary>
/// <param name="Member">The type or method.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Found">What is there.</param>
public sealed record Violation(string Member, Rule Rule, string Found);

/// <summary>The framework's rules for contracts.</summary>
public enum Rule
{
    /// <summary>A contract derives from SmartContract.</summary>
    BaseType,

    /// <summary>A contract lies in no namespace.</summary>
    Namespace,

    /// <summary>A contract has one constructor, whose first parameter is the state.</summary>
    Constructor,

    /// <summary>A contract has no static constructor: nothing runs before the call.</summary>
    StaticConstructor,

    /// <summary>A contract has no finaliser: nothing runs after the call.</summary>
    Finalizer,

    /// <summary>A contract keeps nothing in fields: only constants, and what it keeps goes to the state.</summary>
    Field,

    /// <summary>A contract's nested types are structs without methods.</summary>
    NestedType,

    /// <summary>No floating point: it differs between machines.</summary>
    FloatingPoint,

    /// <summary>No exception is caught: a failed call ends.</summary>
    TryBlock,

    /// <summary>No objects are created.</summary>
    ObjectCreation,

    /// <summary>Text is not interpolated: formatting depends on the culture.</summary>
    Interpolation,

    /// <summary>Only listed types and members are used.</summary>
    ForbiddenMember,

    /// <summary>Public parameters are of the types that a transaction can carry.</summary>
    ParameterType,

    /// <summary>Methods have no type parameters of their own.</summary>
    Generic,
}
