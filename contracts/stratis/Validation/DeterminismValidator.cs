using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Verifiable.Stratis.Validation;

/// <summary>
/// The rules by which the framework refuses a contract whose outcome could differ between machines or outlive a call.
/// </summary>
/// <remarks>Written after the framework's published rules, as its packages are not to be had; see the README.</remarks>
public static class DeterminismValidator
{
    private const string Framework = "Stratis.SmartContracts";

    /// <summary>The compiler wraps its body in a try block of its own.</summary>
    private const string Finalizer = "Finalize";

    private static readonly HashSet<string> Parameters =
    [
        "System.Boolean", "System.Byte", "System.Char", "System.String", "System.UInt32", "System.Int32",
        "System.UInt64", "System.Int64", "System.Byte[]", $"{Framework}.UInt128", $"{Framework}.UInt256",
        $"{Framework}.Address",
    ];

    private static readonly HashSet<string> Types =
    [
        "System.Void", "System.Object", "System.Boolean", "System.Byte", "System.Char", "System.String",
        "System.UInt32", "System.Int32", "System.UInt64", "System.Int64", "System.Array",
    ];

    private static readonly HashSet<string> StringMembers = ["get_Length", "Concat", "op_Equality", "op_Inequality"];

    private static readonly HashSet<string> Floats = ["System.Single", "System.Double", "System.Decimal"];

    /// <summary>What the rules refuse of a contract; nothing where it may be deployed.</summary>
    /// <param name="contract">The contract's type.</param>
    public static IReadOnlyList<Violation> Validate(TypeDefinition contract) =>
    [
        .. OfType(contract),
        .. contract.NestedTypes.SelectMany(OfNested),
        .. contract.Methods.SelectMany(OfMethod),
    ];

    private static IEnumerable<Violation> OfType(TypeDefinition contract)
    {
        if (contract.BaseType?.FullName != $"{Framework}.SmartContract")
        {
            yield return new Violation(contract.Name, Rule.BaseType, contract.BaseType?.FullName ?? string.Empty);
        }

        if (contract.Namespace.Length > 0)
        {
            yield return new Violation(contract.Name, Rule.Namespace, contract.Namespace);
        }

        foreach (FieldDefinition field in contract.Fields.Where(static field => !field.IsLiteral))
        {
            yield return new Violation(contract.Name, Rule.Field, field.Name);
        }

        MethodDefinition[] constructors =
            [.. contract.Methods.Where(static method => method is { IsConstructor: true, IsStatic: false })];
        bool takesState = constructors.Length == 1
            && constructors[0].Parameters.FirstOrDefault()?.ParameterType.FullName
                == $"{Framework}.ISmartContractState";
        if (!takesState)
        {
            yield return new Violation(contract.Name, Rule.Constructor, $"{constructors.Length}");
        }
    }

    private static IEnumerable<Violation> OfNested(TypeDefinition nested)
    {
        if (!nested.IsValueType || nested.HasMethods || nested.HasNestedTypes)
        {
            yield return new Violation(nested.Name, Rule.NestedType, nested.FullName);
        }

        IEnumerable<FieldDefinition> floats =
            nested.Fields.Where(static field => Floats.Contains(field.FieldType.FullName));
        foreach (FieldDefinition field in floats)
        {
            yield return new Violation(nested.Name, Rule.FloatingPoint, field.Name);
        }
    }

    private static IEnumerable<Violation> OfMethod(MethodDefinition method) =>
        [.. OfSignature(method), .. method.HasBody && method.Name != Finalizer ? OfBody(method) : []];

    private static IEnumerable<Violation> OfSignature(MethodDefinition method)
    {
        if (method.IsConstructor && method.IsStatic)
        {
            yield return new Violation(method.Name, Rule.StaticConstructor, method.FullName);
        }

        if (method.Name == Finalizer)
        {
            yield return new Violation(method.Name, Rule.Finalizer, method.FullName);
        }

        if (method.HasGenericParameters)
        {
            yield return new Violation(method.Name, Rule.Generic, method.FullName);
        }

        int first = method.IsConstructor ? 1 : 0;
        foreach (ParameterDefinition parameter in method.Parameters.Skip(first))
        {
            string type = parameter.ParameterType.FullName;
            if (Floats.Contains(type))
            {
                yield return new Violation(method.Name, Rule.FloatingPoint, type);
            }
            else if (method.IsPublic && !Parameters.Contains(type))
            {
                yield return new Violation(method.Name, Rule.ParameterType, type);
            }
        }
    }

    private static IEnumerable<Violation> OfBody(MethodDefinition method)
    {
        if (method.Body.HasExceptionHandlers)
        {
            yield return new Violation(method.Name, Rule.TryBlock, $"{method.Body.ExceptionHandlers.Count}");
        }

        IEnumerable<VariableDefinition> floats =
            method.Body.Variables.Where(static local => Floats.Contains(local.VariableType.FullName));
        foreach (VariableDefinition local in floats)
        {
            yield return new Violation(method.Name, Rule.FloatingPoint, local.VariableType.FullName);
        }

        foreach (Instruction at in method.Body.Instructions)
        {
            if (OfInstruction(method, at) is { } violation)
            {
                yield return violation;
            }
        }
    }

    private static Violation? OfInstruction(MethodDefinition method, Instruction at) => at.OpCode.Code switch
    {
        Code.Ldc_R4 or Code.Ldc_R8 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un =>
            new Violation(method.Name, Rule.FloatingPoint, at.ToString()),
        Code.Newobj when !IsOwn(method, ((MethodReference)at.Operand).DeclaringType) =>
            new Violation(method.Name, RuleOf((MethodReference)at.Operand, Rule.ObjectCreation), at.ToString()),
        Code.Call or Code.Callvirt when !IsListed(method, (MethodReference)at.Operand) && !IsTextOfAValue(at) =>
            new Violation(method.Name, RuleOf((MethodReference)at.Operand, Rule.ForbiddenMember), at.ToString()),
        _ => null,
    };

    private static Rule RuleOf(MethodReference called, Rule otherwise)
    {
        string type = called.DeclaringType.FullName;
        bool interpolates = type.EndsWith("InterpolatedStringHandler", StringComparison.Ordinal)
            || (type == "System.String" && called.Name == "Format");
        return interpolates
            ? Rule.Interpolation
            : Floats.Contains(type) || Floats.Contains(called.ReturnType.FullName) ? Rule.FloatingPoint : otherwise;
    }

    private static bool IsListed(MethodDefinition method, MethodReference called)
    {
        TypeReference type = called.DeclaringType.GetElementType();
        if (type.Namespace == Framework || IsOwn(method, type))
        {
            return true;
        }

        bool initialises = type.FullName == "System.Runtime.CompilerServices.RuntimeHelpers"
            && called.Name == "InitializeArray";
        return initialises || (type.FullName == "System.String"
            ? StringMembers.Contains(called.Name)
            : Types.Contains(type.FullName) && !Floats.Contains(called.ReturnType.FullName)
                && called.Name is not ("GetHashCode" or "GetType" or "ToString" or "Parse" or "TryParse"));
    }

    /// <summary>ToString of one of the framework's values, which no culture changes.</summary>
    private static bool IsTextOfAValue(Instruction at) =>
        at is { Operand: MethodReference { Name: "ToString" }, Previous: { OpCode.Code: Code.Constrained } constrained }
        && ((TypeReference)constrained.Operand).Namespace == Framework;

    /// <summary>Whether a type is the contract, one of its structs, or a value of the framework.</summary>
    private static bool IsOwn(MethodDefinition method, TypeReference type) =>
        type == method.DeclaringType || type.DeclaringType == method.DeclaringType;
}
