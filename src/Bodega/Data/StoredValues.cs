using System.Linq.Expressions;
using System.Reflection;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bodega.Data;

/// <summary>Lets a query count with money and instants: <see cref="Money.InTenThousandths"/> and <see cref="Instants.ToMicroseconds"/> become the stored column itself.</summary>
internal static class StoredValues
{
    private static readonly LongTypeMapping Stored = new("bigint");

    public static void Apply(ModelBuilder model)
    {
        Translate(model, typeof(Money).GetMethod(nameof(Money.InTenThousandths))!); // both are there: nameof
        Translate(model, typeof(Instants).GetMethod(nameof(Instants.ToMicroseconds))!);
    }

    private static void Translate(ModelBuilder model, MethodInfo method) =>
        model.HasDbFunction(method)
            .HasTranslation(arguments => new SqlUnaryExpression(ExpressionType.Convert, arguments[0], typeof(long), Stored))
            .HasParameter(method.GetParameters()[0].Name!).HasStoreType("bigint"); // a method of our own has names
}
