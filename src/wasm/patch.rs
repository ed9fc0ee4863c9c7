use super::argument::{Argument, Misuse};
use crate::json::Pointer;
use crate::report::Operation;

/// Reads the operations of a JSON Patch, whose values are JSON text.
pub fn read(operations: &Argument<'_>) -> Result<Vec<Operation>, Misuse> {
    operations.elements()?.iter().map(operation).collect()
}

fn operation(operation: &Argument<'_>) -> Result<Operation, Misuse> {
    let [op, path, from, value] = operation.members(["op", "path", "from", "value"])?;
    let string = |argument: Option<Argument<'_>>, name: &str| match argument {
        Some(argument) => Ok(argument.string()?.into_owned()),
        None => Err(operation.wrong(&format!("an object with a member {name}"))),
    };
    let pointer = |argument, name: &str| string(argument, name).map(|text| Pointer::from(text.as_str()));
    let path = pointer(path, "path")?;
    match string(op, "op")?.as_str() {
        "add" => Ok(Operation::Add { path, value: string(value, "value")? }),
        "replace" => Ok(Operation::Replace { path, value: string(value, "value")? }),
        "remove" => Ok(Operation::Remove { path }),
        "move" => Ok(Operation::Move { from: pointer(from, "from")?, path }),
        _ => Err(operation.wrong("an object whose op is add, replace, remove or move")),
    }
}
