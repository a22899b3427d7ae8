using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>
/// Everything that a compiled assembly uses, read from its metadata and instructions: the source may spell
/// <c>x * 0.5</c> without the word, the assembly cannot.
/// </summary>
internal sealed class CompiledAssembly : IDisposable
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByNumber = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => unchecked((ushort)code.Value));

    private readonly UsedTypes _signatures = new();
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public CompiledAssembly(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Every use, of every field, method and instruction.</summary>
    public IEnumerable<Use> Uses()
    {
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            TypeDefinition type = _reader.GetTypeDefinition(handle);
            string name = UsedTypes.NameOf(_reader, handle);
            string space = NamespaceOf(handle);
            IEnumerable<(string User, string Used)> uses = BasesOf(type).Select(used => (name, used))
                .Concat(type.GetFields().SelectMany(field => FieldUses(name, field)))
                .Concat(type.GetMethods().SelectMany(method => MethodUses(name, method)));
            foreach ((string user, string used) in uses)
            {
                yield return new Use(space, user, used);
            }
        }
    }

    private string NamespaceOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil ? _reader.GetString(type.Namespace) : NamespaceOf(outer);
    }

    private IEnumerable<string> BasesOf(TypeDefinition type) => type.GetInterfaceImplementations()
        .Select(handle => _reader.GetInterfaceImplementation(handle).Interface)
        .Append(type.BaseType)
        .Where(static handle => !handle.IsNil)
        .SelectMany(TypesOf);

    private IEnumerable<(string User, string Used)> FieldUses(string type, FieldDefinitionHandle handle)
    {
        FieldDefinition field = _reader.GetFieldDefinition(handle);
        string user = $"{type}.{_reader.GetString(field.Name)}";
        return field.DecodeSignature(_signatures, null).Select(used => (user, used));
    }

    private IEnumerable<(string User, string Used)> MethodUses(string type, MethodDefinitionHandle handle)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        string user = $"{type}.{_reader.GetString(method.Name)}";
        IEnumerable<string> uses = UsedTypes.In(method.DecodeSignature(_signatures, null));
        if (method.RelativeVirtualAddress != 0)
        {
            MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
            uses = uses.Concat(LocalsOf(body)).Concat(InstructionsOf(body.GetILReader()));
        }

        return uses.Select(used => (user, used));
    }

    private IEnumerable<string> LocalsOf(MethodBodyBlock body) => body.LocalSignature.IsNil
        ? []
        : _reader.GetStandaloneSignature(body.LocalSignature)
            .DecodeLocalSignature(_signatures, null)
            .SelectMany(static local => local);

    private List<string> InstructionsOf(BlobReader code)
    {
        List<string> uses = [];
        while (code.RemainingBytes > 0)
        {
            ushort number = code.ReadByte();
            OpCode instruction = OpCodesByNumber[number == 0xFE ? (ushort)(0xFE00 | code.ReadByte()) : number];
            uses.Add(instruction.Name!);
            switch (instruction.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                    or OperandType.InlineType or OperandType.InlineSig:
                    uses.AddRange(TypesOf(MetadataTokens.EntityHandle(code.ReadInt32())));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += targets * sizeof(int);
                    break;
                default:
                    code.Offset += SizeOf(instruction.OperandType);
                    break;
            }
        }

        return uses;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new InvalidDataException($"An operand that the reader does not know: {operand}"),
    };

    /// <summary>
    /// The names behind a metadata token: a type, or a member with its type and the types of its signature.
    /// </summary>
    private IEnumerable<string> TypesOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => [UsedTypes.NameOf(_reader, (TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [UsedTypes.NameOf(_reader, (TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification =>
            _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null),
        HandleKind.FieldDefinition => Field((FieldDefinitionHandle)handle),
        HandleKind.MethodDefinition => Method((MethodDefinitionHandle)handle),
        HandleKind.MemberReference => Member((MemberReferenceHandle)handle),
        HandleKind.MethodSpecification => Generic((MethodSpecificationHandle)handle),
        HandleKind.StandaloneSignature => UsedTypes.In(
            _reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_signatures, null)),
        _ => throw new InvalidDataException($"A token that the reader does not know: {handle.Kind}"),
    };

    private IEnumerable<string> Field(FieldDefinitionHandle handle)
    {
        FieldDefinition field = _reader.GetFieldDefinition(handle);
        string type = UsedTypes.NameOf(_reader, field.GetDeclaringType());
        return field.DecodeSignature(_signatures, null).Prepend($"{type}::{_reader.GetString(field.Name)}");
    }

    private IEnumerable<string> Method(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        string type = UsedTypes.NameOf(_reader, method.GetDeclaringType());
        return UsedTypes.In(method.DecodeSignature(_signatures, null))
            .Prepend($"{type}::{_reader.GetString(method.Name)}");
    }

    private IEnumerable<string> Member(MemberReferenceHandle handle)
    {
        MemberReference member = _reader.GetMemberReference(handle);
        string name = _reader.GetString(member.Name);
        IEnumerable<string> signature = member.GetKind() == MemberReferenceKind.Field
            ? member.DecodeFieldSignature(_signatures, null)
            : UsedTypes.In(member.DecodeMethodSignature(_signatures, null));
        IEnumerable<string> parents = TypesOf(member.Parent);
        return parents.Take(1).Select(parent => $"{parent}::{name}").Concat(parents).Concat(signature);
    }

    private IEnumerable<string> Generic(MethodSpecificationHandle handle)
    {
        MethodSpecification method = _reader.GetMethodSpecification(handle);
        return TypesOf(method.Method)
            .Concat(method.DecodeSignature(_signatures, null).SelectMany(static argument => argument));
    }
}
