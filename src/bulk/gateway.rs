use crate::gateway::{Context, ContextError};
use crate::target::Version;

/// What is known of one gateway, as each version reads it.
#[derive(Debug)]
pub struct Gateway {
    text: Vec<u8>,
    read: Vec<(Version, Context)>,
}

impl Gateway {
    /// The gateway that the text of a [`Context`] describes.
    ///
    /// # Errors
    ///
    /// A text that is not a context.
    pub fn new(context: &[u8]) -> Result<Gateway, ContextError> {
        let read = Context::parse(context, Version::DEFAULT)?;
        Ok(Gateway { text: context.to_vec(), read: vec![(Version::DEFAULT, read)] })
    }

    /// The text that describes it.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The context as that version reads it.
    pub(super) fn context(&mut self, version: Version) -> Result<&Context, String> {
        let known = self.read.iter().position(|(read, _)| *read == version);
        if known.is_none() {
            let read = Context::parse(&self.text, version).map_err(|error| error.to_string())?;
            self.read.push((version, read));
        }
        let place = known.unwrap_or(self.read.len().saturating_sub(1));
        self.read.get(place).map(|(_, context)| context).ok_or_else(String::new)
    }
}
